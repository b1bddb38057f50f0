"""The life of a payment (繳費): one table says what may happen to it, and through whom.

    waiting ──payer confirms──▶ processing ──────────┬─ money confirmed ─▶ paid
       │                          │  ▲               ├─ declined ───────▶ failed
       ├─ cancelled               ▼  │ asked         └─ money unusable ─▶ refund-due ─▶ refunded
       └─ time ran out          unknown                                      ▲ ▲
             └──────── money that comes after the end ────────────────────────┘ └── the office gives back what is paid

    paid ──the office gives back a part of it──▶ paid
    paid ──another city has its bills as paid, or says nothing──▶ paid
    paid ──another city refuses it: they were paid elsewhere──▶ refund-due

Where the payer has to go to a wallet, this stands between the two:

    processing ──wallet's page──▶ at-wallet ──payer agrees──▶ processing ──our confirmation──▶ …
                                     │
                                     └─ cancelled, time ran out, declined: nothing was taken, since we had not confirmed

Nothing else moves a payment. Money is believed only from the provider: by a signed message, an answered inquiry, or its
statement of a day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from kiosk.domain.payment import PaymentState

_S = PaymentState


class PaymentEvent(StrEnum):
    """What happens to a payment; the value stands in its history."""

    CREATED = "created"
    PAYER_CONFIRMED = "payer-confirmed"
    SENT_TO_WALLET = "sent-to-wallet"
    """The gateway has a page for the payer to go to."""
    PAYER_RETURNED = "payer-returned"
    """The wallet has sent the payer back, who says to have agreed: a hint to ask, which counts once."""
    PAYER_AGREED = "payer-agreed"
    """The payer has agreed at the wallet: from here on, money may move."""
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    ACCEPTED = "accepted"
    """The provider has the order and works on it."""
    NO_ANSWER = "no-answer"
    """It is unknown whether the provider has the order."""
    DECLINED = "declined"
    NEVER_ARRIVED = "never-arrived"
    """The provider, asked after the last moment for the order, never had it."""
    MONEY_CONFIRMED = "money-confirmed"
    MONEY_UNUSABLE = "money-unusable"
    """Money arrived that cannot settle these tickets: it goes back."""
    REFUND_ORDERED = "refund-ordered"
    """The office gives back what was paid."""
    REFUNDED = "refunded"
    PART_REFUND_ORDERED = "part-refund-ordered"
    """The office gives back some of what was paid; the rest stays paid."""
    PART_REFUNDED = "part-refunded"
    CASE_OPENED = "case-opened"
    """A day without an outcome: staff have to look into it."""
    CITY_CONFIRMED = "city-confirmed"
    """Another city has the bills as paid that were paid here."""
    CITY_REFUSED = "city-refused"
    """Another city does not take it for these bills: the money goes back."""
    CITY_SILENT = "city-silent"
    """Another city has not said for days that it has them as paid: staff have to look into it."""


class Actor(StrEnum):
    """Who may cause an event."""

    KIOSK = "kiosk"
    PAYER = "payer"
    CLOCK = "clock"
    """The backend itself, because time has passed or an answer has not come."""
    PROVIDER = "provider"
    STAFF = "staff"
    """Somebody of the office, with a case."""
    CITY = "city"
    """Another city, whose bills were paid."""


class Movement(StrEnum):
    """Which way money has moved."""

    CHARGE = "charge"
    REFUND = "refund"


class HeardBy(StrEnum):
    """How a movement of money was first heard of."""

    ANSWER = "answer"
    """To our order, or to our wish for a refund."""
    INQUIRY = "inquiry"
    MESSAGE = "message"
    RECONCILIATION = "reconciliation"
    """The provider's statement of a day."""
    EARLIER = "earlier"
    """Before movements were kept; it was not noted how."""


class RefundReason(StrEnum):
    """Why money goes back; the value is kept with the refund. The office orders what is in `STAFF_REASONS`."""

    LATE = "late"
    """The payment had ended."""
    AMOUNT_DIFFERS = "amount-differs"
    TICKETS_CHANGED = "tickets-changed"
    """What is owed is no longer what was paid for."""
    DOUBLE = "double"
    """One of the tickets has been paid by other means."""
    SECOND_CHARGE = "second-charge"
    """The provider has taken money for one order twice."""
    PAID_ELSEWHERE = "paid-elsewhere"
    OBJECTION_UPHELD = "objection-upheld"
    WRONG_TICKET = "wrong-ticket"
    """Somebody paid what somebody else owes."""
    PASS_NOT_USED = "pass-not-used"  # noqa: S105


class Aftermath(StrEnum):
    """What becomes of what was paid for, once the office gives its money back."""

    STAYS_PAID = "stays-paid"
    WITHDRAWN = "withdrawn"
    OWED_AGAIN = "owed-again"
    PLACE_FREED = "place-freed"


STAFF_REASONS: Mapping[RefundReason, Aftermath] = MappingProxyType(
    {
        RefundReason.PAID_ELSEWHERE: Aftermath.STAYS_PAID,
        RefundReason.OBJECTION_UPHELD: Aftermath.WITHDRAWN,
        RefundReason.WRONG_TICKET: Aftermath.OWED_AGAIN,
        RefundReason.PASS_NOT_USED: Aftermath.PLACE_FREED,
    }
)
"""For which reasons the office may give money back, and what follows from each."""


class NoSuchEdgeError(Exception):
    """An event that cannot happen to a payment in that state, or not through that actor."""

    def __init__(self, state: PaymentState, event: PaymentEvent, actor: Actor) -> None:
        super().__init__(f"{event} by {actor} in state {state}")
        self.state = state
        self.event = event
        self.actor = actor


@dataclass(frozen=True, slots=True)
class Edge:
    """Where an event leads, and through whom."""

    to: PaymentState
    by: frozenset[Actor]


def _edge(to: PaymentState, *by: Actor) -> Edge:
    return Edge(to, frozenset(by))


TIMED = frozenset({_S.WAITING, _S.AT_WALLET})
"""In these a payment ends by itself when its time is over."""

_ASKED = (_S.PROCESSING, _S.UNKNOWN)
_MAY_BE_PAID = (_S.WAITING, _S.AT_WALLET, *_ASKED)
ENDED_WITHOUT_MONEY = (_S.EXPIRED, _S.CANCELLED, _S.FAILED)

TABLE: Mapping[tuple[PaymentState, PaymentEvent], Edge] = MappingProxyType(
    {
        (_S.WAITING, PaymentEvent.PAYER_CONFIRMED): _edge(_S.PROCESSING, Actor.PAYER),
        **{(state, PaymentEvent.SENT_TO_WALLET): _edge(_S.AT_WALLET, Actor.PROVIDER) for state in _ASKED},
        (_S.AT_WALLET, PaymentEvent.PAYER_RETURNED): _edge(_S.AT_WALLET, Actor.PAYER),
        (_S.AT_WALLET, PaymentEvent.PAYER_AGREED): _edge(_S.PROCESSING, Actor.PROVIDER),
        # Nothing has been taken, and nothing will be: we confirm only after the payer's agreement has moved it.
        (_S.AT_WALLET, PaymentEvent.CANCELLED): _edge(_S.CANCELLED, Actor.KIOSK, Actor.PAYER, Actor.PROVIDER),
        (_S.AT_WALLET, PaymentEvent.EXPIRED): _edge(_S.EXPIRED, Actor.CLOCK),
        (_S.AT_WALLET, PaymentEvent.DECLINED): _edge(_S.FAILED, Actor.PROVIDER),
        (_S.WAITING, PaymentEvent.CANCELLED): _edge(_S.CANCELLED, Actor.KIOSK, Actor.PAYER),
        (_S.WAITING, PaymentEvent.EXPIRED): _edge(_S.EXPIRED, Actor.CLOCK),
        (_S.PROCESSING, PaymentEvent.ACCEPTED): _edge(_S.PROCESSING, Actor.PROVIDER),
        (_S.UNKNOWN, PaymentEvent.ACCEPTED): _edge(_S.PROCESSING, Actor.PROVIDER),
        (_S.PROCESSING, PaymentEvent.NO_ANSWER): _edge(_S.UNKNOWN, Actor.CLOCK),
        (_S.PAID, PaymentEvent.REFUND_ORDERED): _edge(_S.REFUND_DUE, Actor.STAFF),
        (_S.PAID, PaymentEvent.PART_REFUND_ORDERED): _edge(_S.PAID, Actor.STAFF),
        (_S.PAID, PaymentEvent.PART_REFUNDED): _edge(_S.PAID, Actor.PROVIDER),
        (_S.PAID, PaymentEvent.CITY_CONFIRMED): _edge(_S.PAID, Actor.CITY),
        (_S.PAID, PaymentEvent.CITY_REFUSED): _edge(_S.REFUND_DUE, Actor.CITY),
        (_S.PAID, PaymentEvent.CITY_SILENT): _edge(_S.PAID, Actor.CLOCK),
        (_S.REFUND_DUE, PaymentEvent.REFUNDED): _edge(_S.REFUNDED, Actor.PROVIDER),
        **{(state, PaymentEvent.DECLINED): _edge(_S.FAILED, Actor.PROVIDER) for state in _ASKED},
        **{(state, PaymentEvent.NEVER_ARRIVED): _edge(_S.FAILED, Actor.PROVIDER) for state in _ASKED},
        **{(state, PaymentEvent.CASE_OPENED): _edge(state, Actor.CLOCK) for state in _ASKED},
        # Waiting too: a database that was restored may have forgotten that the payer confirmed. Money is money.
        **{(state, PaymentEvent.MONEY_CONFIRMED): _edge(_S.PAID, Actor.PROVIDER) for state in _MAY_BE_PAID},
        **{
            (state, PaymentEvent.MONEY_UNUSABLE): _edge(_S.REFUND_DUE, Actor.PROVIDER)
            for state in (*_MAY_BE_PAID, *ENDED_WITHOUT_MONEY)
        },
    }
)
"""Every edge there is. Creation is not one: it is how a payment comes to be `waiting`."""


def after(state: PaymentState, event: PaymentEvent, actor: Actor) -> PaymentState:
    """Return the state that an event leads to; raise `NoSuchEdgeError`."""
    edge = TABLE.get((state, event))
    if edge is None or actor not in edge.by:
        raise NoSuchEdgeError(state, event, actor)
    return edge.to


def possible(state: PaymentState, event: PaymentEvent) -> bool:
    """Whether an event can happen to a payment in that state."""
    return (state, event) in TABLE


def refund_reason(
    state: PaymentState, *, amount_agrees: bool, paid_otherwise: bool, still_owed: bool
) -> RefundReason | None:
    """Return why confirmed money must go back, None if it settles the tickets.

    `paid_otherwise`: one of the tickets is paid, and not by this payment. `still_owed`: the same tickets are owed, with
    the same total.
    """
    if not amount_agrees:
        return RefundReason.AMOUNT_DIFFERS
    if paid_otherwise:
        return RefundReason.DOUBLE
    if state in ENDED_WITHOUT_MONEY:
        return RefundReason.LATE
    return None if still_owed else RefundReason.TICKETS_CHANGED


RECONCILE_DELAYS = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
"""Seconds between inquiries about one payment; the last repeats."""

AT_WALLET_FOR = 600.0
"""Seconds that a payer may stay at a wallet; then the tickets are free again, and nothing is confirmed any more."""

WALLET_DELAY = 2.0
"""Seconds between two checks of a payer who is at a wallet."""

WALLET_PAUSE = 1.0
"""Seconds that are always between two checks (LINE Pay, online interface, "check payment request status")."""

LATE_MONEY_FOR = 600.0
"""Seconds after the time at a wallet that takes money by itself, in which what was begun there may be reported.

What the gateway says after them is the last word, whenever it comes.
"""

CASE_AFTER = 24 * 3600.0
"""Seconds without an outcome after which staff have to look into it."""

CASE_DELAY = 600.0
"""Seconds between inquiries once staff look into it."""

ORDER_GRACE = 30.0
"""Seconds after a payment's expiry until which the provider may still take its order: who pressed in time, pays."""

MISSING_IS_FINAL = 60.0
"""Seconds after a payment's expiry from which "no such order" means that none can come any more."""


def reconcile_delay(attempts: int) -> float:
    """Return the seconds until the next inquiry after so many, counted from one."""
    return RECONCILE_DELAYS[min(max(attempts, 1), len(RECONCILE_DELAYS)) - 1]
