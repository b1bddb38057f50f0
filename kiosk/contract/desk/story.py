"""A payment's story: what happened, when, through whom, and what to tell the person."""

from __future__ import annotations

from enum import StrEnum

from kiosk.contract.desk.cases import CaseNumber
from kiosk.contract.payments import Decline
from kiosk.contract.wire import Id, Label, Moment, Request, Wire
from kiosk.domain.payment import PaymentState


class Teller(StrEnum):
    """Through whom something happened (`StoryEvent.actor`)."""

    KIOSK = "kiosk"
    PAYER = "payer"
    SYSTEM = "system"
    PROVIDER = "provider"
    STAFF = "staff"


class Tell(StrEnum):
    """What to tell the person, one sentence each; the words are the desk's (`desk-tell-…` and the value)."""

    WAITING = "waiting"
    """The code can still be scanned until `Story.expires_at`; nothing has been charged."""
    PROCESSING = "processing"
    """The provider works on it: wait a moment, and do not pay again."""
    UNKNOWN = "unknown"
    """The provider has not answered; it is asked again by itself. Do not pay again."""
    UNKNOWN_LONG = "unknown-long"
    """The same for more than a day: people look into it; the case stays open."""
    PAID = "paid"
    """Paid; the receipt can be had at any kiosk."""
    PAID_AND_CHARGED_TWICE = "paid-and-charged-twice"
    """Paid, and the provider took money a second time: that goes back by itself."""
    FAILED = "failed"
    """The provider declined (`Story.decline`); nothing was charged. Pay again."""
    NOT_CHARGED = "not-charged"
    """The order never arrived at the provider; nothing was charged. Pay again."""
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    REFUND_DUE = "refund-due"
    """The money goes back to the same account by itself; `Story.refunds` says why and since when."""
    REFUNDED = "refunded"
    REFUND_STOPPED = "refund-stopped"
    """All of the money goes back, and the provider has not taken the refund so far; it is tried again."""


class PaymentWish(Request):
    """Which payment. Problem: `not-found`."""

    id: Id
    case: CaseNumber | None = None


class ProviderWish(Request):
    """A wish to ask the provider now. It sets nothing: what the provider says is applied by the ordinary rules.

    Problems: `case-needed`, `asked-just-now` (`wait`), `payment-not-in-state` (its outcome is known; `state`),
    `not-found`.
    """

    id: Id
    case: CaseNumber


class StoryBill(Wire):
    """One bill of the payment, as it stood when the payment was made."""

    number: Label
    plate: Label
    amount: int
    now: str | None = None
    """`owed`, `being-paid`, `paid` or `withdrawn` at present; None where our register does not keep it."""
    returned: bool = False
    """Whether its money went back while the rest of the payment stayed paid."""


class StoryEvent(Wire):
    """Something that happened, oldest first."""

    at: Moment
    event: str
    """`created`, `payer-confirmed`, `accepted`, `no-answer`, `money-confirmed` and so on; `looked-at` and `asked` are
    the desk's. Words: `desk-event-…`; one that is not known is shown as it is."""
    state: PaymentState | None
    """In which the payment was then; None for what does not move it."""
    actor: Teller
    actor_name: Label | None = None
    """Of the kiosk, the provider, or the clerk (`林○玲`)."""


class StoryMovement(Wire):
    """Money that the provider has reported."""

    kind: str
    """`charge` or `refund`."""
    reference: Label
    """The provider's own number."""
    amount: int
    heard_at: Moment
    heard_by: str
    """`answer`, `inquiry`, `message`, `reconciliation` or `earlier`."""


class StoryRefund(Wire):
    """Money that goes back."""

    reason: str
    """A value of `kiosk.backend.domain.payment.RefundReason`: `late`, `double`, `second-charge`, … Words:
    `desk-refund-…`."""
    amount: int
    status: str
    """`due` or `refunded`."""
    created_at: Moment
    done_at: Moment | None = None
    tries: int
    """How often the provider was asked so far."""
    next_try_at: Moment | None = None
    ordered_by: Label | None = None
    """None where it follows by itself."""
    case: str | None = None


class PaymentSeen(Wire):
    """A payment in a list."""

    id: Id
    number: Label
    state: PaymentState
    provider_name: Label
    amount: int
    """With the provider's fee."""
    created_at: Moment
    paid_at: Moment | None = None
    terminal_name: Label
    provider_name_en: Label | None = None
    """None where it has no other name in English."""


class Inquiry(Wire):
    """How often the provider was asked what became of the order, and when it is asked again by itself."""

    tries: int
    next_at: Moment | None
    last_error: Label | None = None


class Story(Wire):
    """All that is known of a payment."""

    payment: PaymentSeen
    version: int
    fee: int
    expires_at: Moment
    changed_at: Moment
    provider: str
    provider_reference: Label | None = None
    receipt_number: Label | None = None
    decline: Decline | None = None
    bills: tuple[StoryBill, ...]
    pass_name: Label | None = None
    """Of the monthly pass, in place of bills."""
    other_city: Label | None = None
    """Of bills of another city: its name and their numbers; `bills` is empty then."""
    events: tuple[StoryEvent, ...]
    inquiry: Inquiry | None = None
    """None once there is an outcome."""
    movements: tuple[StoryMovement, ...]
    refunds: tuple[StoryRefund, ...]
    refundable: int = 0
    """Dollars that can be asked back now (`askForRefundAtDesk`), the provider's fee among them; nought unless paid."""
    waits_since: Moment | None = None
    """Since when a request about it waits, to be decided on or to be done; None where none does."""
    related: tuple[PaymentSeen, ...]
    """Other payments for the same tickets, newest first; at most fifty."""
    tell: Tell
    ask_now: bool
    """Whether `askProviderAtDesk` can be asked for."""
    ask_again_in: float = 0.0
    """Seconds until the provider may be asked again; nought for at once."""
    as_of: Moment


class ProviderAnswer(StrEnum):
    """What the provider said."""

    PAID = "paid"
    DECLINED = "declined"
    PENDING = "pending"
    MISSING = "missing"
    """It has no such order. Final only a minute after the payment's time is over."""
    SILENT = "silent"
    """It could not be asked: it is unknown, and nothing changed."""


class ProviderAsked(Wire):
    """What came of asking the provider now, and the story as it is after that."""

    answer: ProviderAnswer
    story: Story
