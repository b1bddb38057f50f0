"""What the page of a payment says of it: where it stands, over its code, and to a visitor who wants to leave."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.contract.payments import Payment
from kiosk.domain.money import Money
from kiosk.domain.payment import PaymentState
from kiosk.i18n import Message, money, say
from kiosk.screens.pay.payment_panels import Question

COVER_TIME_OVER = (say("payment-cover-over"), say("payment-cover-hold"))
"""What stands over a code whose time is over."""

_AT_WALLET = (say("payment-cover-at-wallet"),)

_COVERS: Mapping[PaymentState, tuple[Message, ...]] = {
    PaymentState.WAITING: (say("payment-cover-unknown"), say("payment-cover-hold")),
    PaymentState.PROCESSING: (say("payment-cover-confirmed"), say("payment-cover-processing")),
    PaymentState.UNKNOWN: (say("payment-cover-unknown"), say("payment-cover-hold")),
}


def cover_of(payment: Payment, *, no_word: bool) -> tuple[Message, ...]:
    """Return what stands over the code of a payment whose code is no use any more, and which is not settled.

    `no_word`: this terminal will not hear how it ends.
    """
    return _AT_WALLET if payment.at_wallet and not no_word else _COVERS[payment.state]


def state_of(payment: Payment, *, no_word: bool, cut_off: bool, over: bool) -> Message:
    """Return where a payment stands; `cut_off` while the backend cannot be reached, `over` when its time is."""
    if no_word or payment.state is PaymentState.UNKNOWN:
        return say("payment-unknown", number=payment.number)
    if cut_off:
        return say("payment-link-lost")
    if payment.at_wallet:
        return say("payment-at-wallet")
    if payment.state is PaymentState.PROCESSING:
        return say("payment-processing")
    return say("payment-time-over" if over else "payment-waiting")


def whether_to_cancel(bought: Message, total: Money) -> Question:
    """Ask before a payment is given up that no phone has confirmed."""
    return Question(
        say("payment-cancel-title"),
        say("payment-cancel-what", what=bought, amount=money(total)),
        say("payment-cancel-no"),
        say("payment-cancel-yes"),
    )


def whether_to_leave(payment: Payment) -> Question:
    """Ask before a visitor leaves a payment that goes on without them."""
    return Question(
        say("payment-leave-title"),
        say("payment-leave-what", number=payment.number),
        say("payment-leave-no"),
        say("payment-leave-yes"),
    )
