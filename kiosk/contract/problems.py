"""Problems as RFC 9457 has them: one stable `type` for each kind, never a sentence to parse."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from kiosk.contract.wire import Wire

MEDIA_TYPE = "application/problem+json"
BASE = "urn:parking-kiosk:problem:"


class ProblemKind(StrEnum):
    """Every kind of problem the backend answers with. The wire carries `BASE` + the value."""

    INVALID = "invalid-request"
    UNAUTHENTICATED = "device-not-recognised"
    NOT_FOUND = "not-found"
    METHOD = "method-not-allowed"
    TOO_LARGE = "request-too-large"
    RATE = "too-many-requests"
    KEY_MISSING = "idempotency-key-missing"
    KEY_REUSED = "idempotency-key-reused"
    COULD_NOT_ASK = "could-not-ask"
    """No register answered: it is unknown whether anything is owed."""
    BUSY = "busy"
    """The database could not take it in time; nothing was done; ask again after `Retry-After`."""
    UNAVAILABLE = "unavailable"
    """The backend lives and cannot work. Whether a write that was under way happened is not known."""
    TICKET_TAKEN = "ticket-being-paid"
    """Another live payment holds one of the tickets; `bills` names those concerned."""
    ALREADY_PAID = "ticket-already-paid"
    AMOUNT_CHANGED = "amount-changed"
    """What is owed differs from what the screen showed; `amount` is the new total."""
    NOT_PAYABLE = "bill-not-payable"
    NOT_AT_STORE = "bill-not-at-store"
    """No convenience store takes this bill; `state` says why: `overdue`, `being-paid`, `not-here`, `too-much`, …"""
    PROVIDER_UNAVAILABLE = "provider-unavailable"
    PAYMENT_STATE = "payment-not-in-state"
    """The payment has moved on; `state` says where it is."""
    SIGNATURE = "signature-not-accepted"
    CODE_SHORT = "code-too-short"
    CODE_WRONG = "code-wrong"
    """`tries` says how many more may be typed; the same for a number that no one here has."""
    CODE_EXPIRED = "code-expired"
    CODE_PAUSED = "code-paused"
    """Too many wrong codes for this number: `wait` seconds until the next one is looked at."""
    CODE_COUNTER = "code-counter-only"
    """So many wrong codes that only people at the counter go on from here; of enrolling, the office."""
    SEND_LATER = "code-not-yet"
    """Another code can be asked for in `wait` seconds."""
    FLOW_OVER = "flow-over"
    """The flow that the code belonged to has ended: by success, or after half an hour."""
    MESSAGES_DOWN = "messages-down"
    """No gateway takes messages at present; nothing was sent."""
    ALREADY_REGISTERED = "already-registered"
    """Answered only to those who have proved that the number is theirs."""
    NUMBER_TAKEN = "number-taken"
    """The proved new number belongs to another owner."""
    PASSWORD_RULE = "password-rule"  # noqa: S105
    PASSWORD_COMMON = "password-common"  # noqa: S105
    """On the list of passwords that everybody tries first, or made of the owner's own data."""
    SIGN_IN_REFUSED = "sign-in-refused"
    """The number or the password is wrong: never said which, nor whether the number is known."""
    SIGN_IN_PAUSED = "sign-in-paused"
    """Too many failures: `wait` seconds until the next try is looked at."""
    SESSION_OVER = "session-over"
    """No session, or one that has ended: by its limits, by signing out, or on another device."""
    VEHICLE_TAKEN = "vehicle-taken"
    """Somebody else has bound this plate; nothing is said of them. A claim settles it."""
    VEHICLE_BOUND = "vehicle-already-bound"
    """The owner has bound it already."""
    VEHICLES_FULL = "vehicles-full"
    NOT_ON_SALE = "pass-not-on-sale"
    SOLD_OUT = "pass-sold-out"
    PICTURE_WRONG = "picture-code-wrong"
    """`tries` says how often this picture may still be tried."""
    PICTURE_OVER = "picture-code-over"
    """This picture is worth nothing any more: solved, too old, or tried three times. Ask for another one."""
    NOT_FOR_GUESTS = "not-for-guests"
    """Only a terminal that is enrolled may do this; a guest looks things up and pays."""
    IDENTITY_DOWN = "identity-provider-down"
    IDENTITY_OFF = "identity-off"
    INTERNAL = "internal"

    @property
    def uri(self) -> str:
        return BASE + self.value


class Problem(Wire):
    """An error as it travels. `title` and `detail` are English, for developers; screens have their own words."""

    type: str
    title: str
    status: int
    detail: str | None = None
    instance: str | None = None
    """The request's id, to be looked up in the log."""
    support: str | None = None
    """The support code, to be read aloud to the desk: `kiosk.domain.support_code`."""
    bills: tuple[str, ...] | None = None
    amount: int | None = None
    state: str | None = None
    wait: float | None = None
    """Seconds until it makes sense to try again; a whole number."""
    tries: int | None = None
    """How many more wrong codes may be typed before none is looked at."""
    errors: tuple[dict[str, Any], ...] | None = None
    """Where the request was wrong: `loc` and `msg`, never the value."""

    @property
    def kind(self) -> ProblemKind | None:
        """Return the kind, or None if a newer backend knows one that we do not."""
        value = self.type.removeprefix(BASE)
        # Not `value in ProblemKind`: Python 3.11 raises TypeError there for a plain string.
        return next((kind for kind in ProblemKind if kind.value == value), None)
