"""A vehicle, a ticket, a mobile number, a support code, a claim: each as staff see it, masked."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from kiosk.contract.bills import Bill, Line
from kiosk.contract.desk.cases import CaseNumber
from kiosk.contract.desk.masked import MaskedPerson
from kiosk.contract.desk.new_number import NewNumberSeen
from kiosk.contract.desk.objections import ObjectionSeen
from kiosk.contract.desk.story import PaymentSeen
from kiosk.contract.wire import BillNumber, Id, Label, MobileNumber, Moment, Request, Vehicle, Wire


class VehicleWish(Request):
    """Which vehicle. There is an answer for every plate."""

    vehicle: Vehicle
    case: CaseNumber | None = None


class TicketBrief(Wire):
    """A ticket in a list."""

    number: Label
    status: str
    """`owed`, `being-paid`, `paid` or `withdrawn`."""
    parked_at: Moment
    due_on: date
    fee: int
    notice: Label | None = None
    """The notice that it has passed into."""


class BindingSeen(Wire):
    """Who has bound the vehicle now, masked."""

    person: MaskedPerson
    bound_at: Moment
    services: tuple[str, ...]
    """Values of `kiosk.domain.service.ServiceKind` that are on."""
    new_number: NewNumberSeen | None = None
    """The last new number that was asked for the account within thirty days, and what became of it."""
    number_wait: int = 72
    """Hours that a new number waits from the decision until it takes effect."""


class ClaimBrief(Wire):
    """A claim in a list."""

    number: Label
    made_at: Moment
    outcome: str | None
    """`granted`, `refused`, `undone` (granted, and taken back since), or None while the office looks at it."""
    settled_at: Moment | None = None


class VehicleSeen(Wire):
    """What is known of a vehicle."""

    vehicle: Vehicle
    binding: BindingSeen | None
    bills: tuple[Bill, ...]
    """What it owes now, as a kiosk would show it."""
    bills_missing: bool
    """The register could not be asked, in whole or in part: never "nothing owed"."""
    payments: tuple[PaymentSeen, ...]
    """Newest first, at most fifty."""
    more_payments: bool
    tickets: tuple[TicketBrief, ...]
    """Of our register, newest first, paid and withdrawn ones too; at most fifty."""
    more_tickets: bool
    claims: tuple[ClaimBrief, ...]
    as_of: Moment


class TicketWish(Request):
    """Which ticket or notice. Problem: `not-found`."""

    number: BillNumber
    case: CaseNumber | None = None


class TicketSeen(Wire):
    """A ticket, or a notice with its tickets."""

    number: Label
    vehicle: Vehicle
    status: str
    """Of a ticket: see `TicketBrief`. Of a notice: its stage."""
    tickets: tuple[TicketBrief, ...]
    rate: str | None = None
    """The tariff's id of the rate, of a ticket."""
    left_at: Moment | None = None
    issued: str | None = None
    lines: tuple[Line, ...]
    """How the amount comes about; empty where nothing is owed any more."""
    amount: int | None = None
    payments: tuple[PaymentSeen, ...]
    """For it, newest first."""
    objections: tuple[ObjectionSeen, ...] = ()
    """To it, or to the tickets of a notice, oldest first."""
    waits_since: Moment | None = None
    """Since when a request about it waits, to be decided on or to be done; None where none does."""
    as_of: Moment


class NumberWish(Request):
    """Which mobile number. There is an answer for every number, whether or not anybody has it."""

    mobile: MobileNumber
    case: CaseNumber | None = None


class TextSeen(Wire):
    """A message of the last 30 days. What it says, and the code in it, is not shown."""

    at: Moment
    kind: str
    """`code`, `reminder`, `flood` or `notice`."""
    state: str
    """`waiting`, `taken`, `delivered`, `failed` or `expired`."""
    changed_at: Moment
    gateway: Label | None = None
    """Which text message company took it."""
    trouble: Label | None = None
    """Why none took it, or why it was refused: a word of `kiosk.backend.messages.port.Trouble`."""
    terminal_name: Label | None = None


class LimitKind(StrEnum):
    """A limit that a number has run into."""

    SEND_LATER = "send-later"
    """Another code can be sent from `until` on."""
    PAUSED = "paused"
    """Too many wrong codes: none is looked at until `until`."""
    COUNTER = "counter"
    """So many wrong codes in a month that only the counter goes on: `kiosk owner readmit`."""


class LimitSeen(Wire):
    """One limit in force."""

    kind: LimitKind
    about: str
    """`short` for codes of five digits, `long` for codes of eight (a new password, another number)."""
    until: Moment | None = None


class NumberSeen(Wire):
    """What happened to a number."""

    shown: Label
    """`0912-***-678`."""
    person: MaskedPerson | None
    """The account with this number; None where there is none."""
    texts: tuple[TextSeen, ...]
    """Newest first, at most fifty."""
    more_texts: bool
    limits: tuple[LimitSeen, ...]
    gateways_down: bool
    """Whether no text message company takes messages at present."""
    as_of: Moment


class SupportWish(Request):
    """Which support code, as it was read aloud.

    Problems: `not-found` (no failure of 30 days has it), `invalid-request` (it is none).
    """

    code: Label
    case: CaseNumber | None = None


class SupportSeen(Wire):
    """What failed."""

    code: Label
    at: Moment
    terminal_name: Label | None
    """None where no one was recognised, or for a guest who has been forgotten."""
    route: Label
    """The operation's method and address, without anything that was asked."""
    problem: str
    """How it ended: a value of `kiosk.contract.problems.ProblemKind`."""
    terminal: Id | None = None
    """What `seeTerminalHourAtDesk` is asked with; None where no one was recognised, and for a guest."""


class ClaimWish(Request):
    """Which claim. Problem: `not-found`."""

    number: Label
    case: CaseNumber | None = None


class ClaimSeen(Wire):
    """Two people who say that a vehicle is theirs, as facts without names."""

    claim: ClaimBrief
    vehicle: Vehicle
    bound_since: Moment | None
    """Since when the other side has it; None where no one has it now."""
    services: tuple[str, ...]
    """Which services the other side has on."""
    paid_in_this_time: int
    """Payments for the vehicle since then."""
    other_claims: tuple[ClaimBrief, ...]
    undo_until: Moment | None = None
    """Until when a granted claim can be undone (`undoClaimAtDesk`); None where it cannot."""
    waits_since: Moment | None = None
    """Since when a request about it waits, to be decided on or to be done; None where none does."""
    as_of: Moment
