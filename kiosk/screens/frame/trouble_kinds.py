"""Every trouble that has a page: pure functions from what the client says to what a visitor reads.

"Nothing owed", "could not ask" and "partly answered" are three kinds with three different next steps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.contract.bills import Source
from kiosk.contract.payments import Decline, Payment
from kiosk.contract.problems import ProblemKind
from kiosk.contract.wire import Vehicle
from kiosk.domain.payment import PaymentState
from kiosk.i18n import Message, Named, say


class Step(StrEnum):
    """What a visitor can do about it."""

    AGAIN = "again"
    OTHER_PLATE = "other-plate"
    SHOW = "show"
    SHOW_OTHER = "show-other"
    """What the plate owes as the other type of vehicle."""
    RELOAD = "look-again"
    OTHER_PROVIDER = "other-provider"
    OTHER_NUMBER = "other-number"
    ELSEWHERE = "elsewhere"
    """What the plate owes in other cities."""
    BIND = "bind"
    CLAIM = "claim"
    BILL = "bill"
    """To the page of the bill."""
    BACK = "back"
    """To the owner's area."""
    LEAVE = "leave"
    """To the page on which a task was begun that is given up."""
    PAID = "paid"
    """To the page that says it is paid."""
    SIGN_IN = "sign-in"
    TAKE_ALONG = "take-along"
    """A list of what is owed and was paid in this visit."""
    HOME = "home"


@dataclass(frozen=True, slots=True)
class TroubleKind:
    """One trouble: the ids `trouble-<id>-title`, `-body` and `-now`, and what can be done, the best first."""

    id: str
    steps: tuple[Step, ...]
    arguments: Mapping[str, Message | Named | str | int] = field(default_factory=dict)


UNREACHABLE = TroubleKind("unreachable", (Step.AGAIN, Step.HOME))
TIMED_OUT = TroubleKind("timed-out", (Step.AGAIN, Step.HOME))
COULD_NOT_ASK = TroubleKind("could-not-ask", (Step.AGAIN, Step.HOME))
BROKEN = TroubleKind("broken", (Step.AGAIN, Step.HOME))
UNREAD = TroubleKind("unread", (Step.AGAIN, Step.HOME))
"""Where somebody only wanted to read: nothing was begun, so there is nothing to say of steps and money."""
FAILED = TroubleKind("failed", (Step.HOME,))
"""The program itself: the visit is over, and nothing of it is left."""
BY_PLATE = TroubleKind("by-plate", (Step.OTHER_PLATE, Step.HOME))
"""A number was scanned where a city is asked, which takes only plates."""
WITHDRAWN = TroubleKind("withdrawn", (Step.RELOAD, Step.HOME))
NO_RECEIPT = TroubleKind("no-receipt", (Step.AGAIN, Step.PAID))
"""Whatever the reason: the other sentences say that nothing was paid."""
NO_PAYMENTS = TroubleKind("no-payments", (Step.HOME,))
"""Where the office has no payment platform."""
SESSION_OVER = TroubleKind("session-over", (Step.HOME,))
NOT_FOR_GUESTS = TroubleKind("not-for-guests", (Step.HOME,))
ALREADY_REGISTERED = TroubleKind("already-registered", (Step.SIGN_IN, Step.HOME))

_PAYING: Mapping[ProblemKind, TroubleKind] = {
    ProblemKind.TICKET_TAKEN: TroubleKind("taken", (Step.RELOAD, Step.HOME)),
    ProblemKind.ALREADY_PAID: TroubleKind("already-paid", (Step.RELOAD, Step.HOME)),
    ProblemKind.AMOUNT_CHANGED: TroubleKind("amount-changed", (Step.RELOAD, Step.HOME)),
    ProblemKind.NOT_PAYABLE: TroubleKind("not-payable", (Step.RELOAD, Step.HOME)),
    ProblemKind.PROVIDER_UNAVAILABLE: TroubleKind("provider", (Step.OTHER_PROVIDER, Step.HOME)),
    ProblemKind.COULD_NOT_ASK: COULD_NOT_ASK,
    ProblemKind.UNAUTHENTICATED: TroubleKind("not-enrolled", (Step.HOME,)),
    ProblemKind.NOT_FOR_GUESTS: NOT_FOR_GUESTS,
    ProblemKind.BUSY: TroubleKind("busy", (Step.AGAIN, Step.HOME)),
    ProblemKind.RATE: TroubleKind("busy", (Step.AGAIN, Step.HOME)),
    ProblemKind.SESSION_OVER: SESSION_OVER,
}

_AT_STORE: Mapping[str, TroubleKind] = {
    state: TroubleKind(f"store-{state}", (Step.BILL, Step.HOME))
    for state in ("overdue", "being-paid", "not-here", "too-much")
}

_DECLINED: Mapping[Decline, TroubleKind] = {
    Decline.INSUFFICIENT: TroubleKind("insufficient", (Step.OTHER_PROVIDER, Step.HOME)),
    Decline.REFUSED: TroubleKind("refused", (Step.OTHER_PROVIDER, Step.HOME)),
    Decline.PROVIDER_DOWN: TroubleKind("provider", (Step.OTHER_PROVIDER, Step.HOME)),
}

_ENDED: Mapping[PaymentState, TroubleKind] = {
    PaymentState.EXPIRED: TroubleKind("expired", (Step.OTHER_PROVIDER, Step.HOME)),
    PaymentState.CANCELLED: TroubleKind("cancelled", (Step.OTHER_PROVIDER, Step.HOME)),
    PaymentState.REFUND_DUE: TroubleKind("refund", (Step.HOME,)),
    PaymentState.REFUNDED: TroubleKind("refund", (Step.HOME,)),
}


def nothing_owed(plate: str) -> TroubleKind:
    """Return what is said when every register was asked for both types of vehicle and none knows of anything."""
    return TroubleKind("nothing-owed", (Step.HOME, Step.OTHER_PLATE), {"plate": plate})


def settling(count: int) -> TroubleKind:
    """Return what is said when so many bills that the visitor has just paid elsewhere are still listed."""
    return TroubleKind("settling", (Step.AGAIN, Step.SHOW, Step.HOME), {"count": count})


def number_unknown(number: str) -> TroubleKind:
    """Return what is said of a scanned number that no register knows."""
    return TroubleKind("number-unknown", (Step.OTHER_PLATE, Step.HOME), {"number": number})


def number_paid(number: str) -> TroubleKind:
    """Return what is said of a scanned number that has been paid."""
    return TroubleKind("number-paid", (Step.HOME, Step.OTHER_PLATE), {"number": number})


def owed_as_other(vehicle: Vehicle, bills: int) -> TroubleKind:
    """Return what is said when a plate owes nothing as `vehicle`, and so many bills as the other type."""
    arguments: dict[str, Message | str | int] = {
        "plate": vehicle.plate,
        "type": say(f"vehicle-{vehicle.type.value}-plain"),
        "other": say(f"vehicle-{vehicle.type.other.value}-plain"),
        "count": bills,
    }
    return TroubleKind("owed-as-other", (Step.SHOW_OTHER, Step.OTHER_PLATE), arguments)


def of_problem(kind: ProblemKind | None) -> TroubleKind:
    """Return the trouble of a problem; one that we do not know, from a newer backend, is `BROKEN`."""
    return BROKEN if kind is None else _PAYING.get(kind, BROKEN)


def at_store(state: str | None) -> TroubleKind:
    """Return the trouble of a bill that no convenience store takes; `state` is the problem's."""
    return _AT_STORE.get(state or "", TroubleKind("store-other", (Step.BILL, Step.HOME)))


def of_code(kind: ProblemKind | None, minutes: int) -> TroubleKind | None:
    """Return the trouble of a code that is not sent or not looked at for some minutes; None for other problems."""
    match kind:
        case ProblemKind.SEND_LATER:
            return TroubleKind("send-later", (Step.AGAIN, Step.HOME), {"minutes": minutes})
        case ProblemKind.CODE_PAUSED:
            return TroubleKind("code-paused", (Step.HOME,), {"minutes": minutes})
        case ProblemKind.CODE_COUNTER:
            return TroubleKind("code-counter", (Step.HOME,))
        case ProblemKind.MESSAGES_DOWN:
            return TroubleKind("messages-down", (Step.AGAIN, Step.HOME))
        case ProblemKind.FLOW_OVER | ProblemKind.NOT_FOUND:
            return TroubleKind("flow-over", (Step.AGAIN, Step.HOME))
        case _:
            return None


def of_payment(payment: Payment) -> TroubleKind:
    """Return the trouble of a payment that is settled without being paid."""
    if payment.state is PaymentState.FAILED:
        return _DECLINED[payment.decline or Decline.REFUSED]
    return _ENDED[payment.state]


def partly(missing: tuple[Source, ...]) -> TroubleKind:
    """Return the trouble of an answer in which a register is missing."""
    return TroubleKind("partly-answered", (Step.SHOW, Step.AGAIN), {"missing": say(f"source-{missing[0].value}")})
