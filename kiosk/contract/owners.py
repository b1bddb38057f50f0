"""Owners (車主): registering, the owner's own data, their history and messages."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kiosk.contract.wire import (
    Flag,
    Id,
    Label,
    MobileNumber,
    Moment,
    Password,
    Request,
    Token,
    Vehicle,
    Wire,
    on_the_wire,
)

PersonNameText = Annotated[str, Field(min_length=1, max_length=40, examples=["王小明"])]
EmailText = Annotated[str, Field(min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$", examples=["w@example.tw"])]
NOTICE_PATTERN = r"^[0-9]{4}-[0-9]{2}$"
NoticeVersion = Annotated[str, Field(pattern=NOTICE_PATTERN, examples=["2026-11"])]


class RegistrationRequest(Request):
    """Everything that somebody typed to become an owner; it waits for the code. The backend parses it once more."""

    vehicle: Vehicle
    mobile: MobileNumber
    name: PersonNameText
    email: EmailText | None = None
    password: Password
    notice: NoticeVersion
    """Which version of the notice under §8 of the Personal Data Protection Act was shown and agreed to."""


class NumberWaits(Wire):
    """A new number that was asked for at a counter, and takes effect unless somebody stops it."""

    mobile: Label
    """The new one, masked: `0987-***-321`."""
    effect_at: Moment


class Owner(Wire):
    """An owner as the terminal shows them: on a public screen, masked where others could read along."""

    name: Label
    """Masked: `王○明`."""
    mobile: Label
    """Masked: `0912-***-678`."""
    email: Label | None
    """Masked: `w***@example.tw`."""
    registered_at: Moment
    unread: Annotated[int, Field(ge=0)] = 0
    """Messages (車主訊息) that were not read yet."""
    number_waits: NumberWaits | None = None
    """None where no new number waits to take effect."""


class SignedIn(Wire):
    """A session of this visitor on this device. The token lives in memory and is gone with the visitor."""

    token: Token
    owner: Owner
    idle_in: float
    """Seconds without a request after which the session is over."""
    ends_in: float
    """Seconds after which it is over in any case."""


class Registered(Wire):
    """What came of a registration: the owner is signed in. What became of the plate is a field of its own."""

    session: SignedIn
    vehicle_bound: bool
    """False when somebody else has bound this plate: the way to settle it is the owner's to choose."""


class SignInRequest(Request):
    """A number and a password."""

    mobile: MobileNumber
    password: Password


class ResetRequest(Request):
    """A forgotten password: the number that the code goes to."""

    mobile: MobileNumber


class ResetAllowed(Wire):
    """The number is proved: with this, a new password may be set once."""

    proof: Token
    expires_in: float


class NewPassword(Request):
    """Sets a new password in place of a forgotten one."""

    proof: Token
    password: Password


class OwnerChange(Request):
    """Changes one field, each by itself. A new number goes by way of a code to it instead."""

    name: PersonNameText | None = None
    email: EmailText | None = None
    remove_email: Flag = False
    password: Password | None = None
    """The new password; `current_password` has to be right."""
    current_password: Password | None = None


class MobileChangeRequest(Request):
    """Asks for a code to a new number."""

    mobile: MobileNumber


class Closing(Request):
    """註銷車主: asked for twice on the screen, and confirmed with the password."""

    password: Password


class OwnerEventKind(StrEnum):
    """What happened to an owner's data. The value ends a message id: `history-…`."""

    REGISTERED = "registered"
    SIGNED_IN = "signed-in"
    NAME_CHANGED = "name-changed"
    EMAIL_CHANGED = "email-changed"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105  a kind of event
    PASSWORD_RESET = "password-reset"  # noqa: S105
    MOBILE_CHANGED = "mobile-changed"
    VEHICLE_BOUND = "vehicle-bound"
    SERVICES_CHANGED = "services-changed"
    VEHICLE_UNBOUND = "vehicle-unbound"
    CLAIM_MADE = "claim-made"
    IDENTITY_LINKED = "identity-linked"
    IDENTITY_UNLINKED = "identity-unlinked"


class OwnerEvent(Wire):
    """One line of the history (歷程記錄): who changed what, when, from where; never the values themselves."""

    kind: OwnerEventKind
    at: Moment
    place: Label
    """The name of the device, such as an office and its window, or of the office itself."""
    place_en: Label | None = None
    """The office's name in English, where that is the place and there is one: a device has one name."""
    subject: Label | None = None
    """A plate, or the name of an identity provider, where the event is about one."""
    subject_en: Label | None = None
    """The identity provider's name in English, where it has another one."""


class StaffDeedKind(StrEnum):
    """What the office's staff did with an owner's data. The value ends a message id: `history-staff-…`."""

    VIEWED = "looked"
    """Somebody looked at the account or a vehicle of it; name, number and address were masked."""
    REVEALED_NAME = "revealed-name"
    REVEALED_MOBILE = "revealed-mobile"
    REVEALED_EMAIL = "revealed-email"
    READMITTED = "readmitted"
    """Somebody let the number have codes again."""
    NUMBER_ASKED = "number-asked"
    """Somebody asked that the account have a new number."""
    NUMBER_DECIDED = "number-decided"
    """Somebody decided that it has one once the wait is over."""
    NUMBER_STOPPED = "number-stopped"
    """Somebody stopped that."""
    CLAIM_UNDONE = "claim-undone"
    """Somebody undid a claim: the vehicle went back to the owner before."""
    OBJECTION_OPENED = "objection-opened"
    """Somebody wrote down that a ticket of a vehicle is objected to."""
    OBJECTION_REJECTED = "objection-rejected"
    """Somebody decided that the ticket stays as it is."""
    OBJECTION_UPHELD = "objection-upheld"
    """Somebody had the ticket withdrawn."""


class StaffDeed(Wire):
    """What somebody at a counter saw or changed: when, where and why. Who it was, the office knows."""

    kind: str
    """A value of `StaffDeedKind`; a newer backend may have more."""
    at: Moment
    place: Label
    """The office's name."""
    place_en: Label | None = None
    reason: str | None = None
    """A value of `kiosk.contract.desk.masked.RevealReason` or `approvals.Reason`, or another one; None where no
    reason is asked for. It ends a message id: `history-why-…`."""


class History(Wire):
    """Each newest first, at most the last hundred."""

    events: tuple[OwnerEvent, ...]
    by_staff: tuple[StaffDeed, ...] = ()


class OwnerMessage(Wire):
    """One message to the owner (車主訊息). `kind` ends a message id (`message-…`), `arguments` are its data."""

    id: Id
    kind: Label
    at: Moment
    read: bool
    arguments: Mapping[str, Label] = {}


class Inbox(Wire):
    """Newest first, at most the last hundred."""

    messages: tuple[OwnerMessage, ...]


class OwnerReceipt(Wire):
    """One line of what was paid (已繳記錄) for the owner's vehicles since they were bound."""

    payment_id: Id
    number: Label
    """The receipt's number."""
    paid_at: Moment
    plates: tuple[Label, ...]
    amount: Annotated[int, Field(ge=0)]
    provider_name: Label
    provider_name_en: Label | None = None
    bills: Annotated[int, Field(ge=1)]
    """How many; one for a pass."""
    pass_name: Label | None = on_the_wire("season_pass")
    """The name of the monthly pass that was bought, where it was one."""
    pass_name_en: Label | None = on_the_wire("season_pass_en")


class OwnerReceipts(Wire):
    """Newest first, at most the last hundred."""

    receipts: tuple[OwnerReceipt, ...]
