"""What the payer's page says of a payment as it stands. The words are in `assets/locale`, as those of the kiosk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.backend.payments.payer import PayerPage
from kiosk.contract.payments import Decline
from kiosk.domain.payment import PaymentState
from kiosk.i18n import Message, say


@dataclass(frozen=True, slots=True)
class Standing:
    """One page that only says something. `mood` chooses its sign: busy, good, still or bad."""

    title: Message
    text: Message
    mood: str
    next: Message | None = None


_MOODS: Mapping[PaymentState, str] = {
    PaymentState.AT_WALLET: "busy",
    PaymentState.PROCESSING: "busy",
    PaymentState.UNKNOWN: "busy",
    PaymentState.PAID: "good",
}
"""Of all other states it is still."""

_NEXT: Mapping[PaymentState, Message] = {
    PaymentState.UNKNOWN: say("phone-next-later"),
    PaymentState.CANCELLED: say("phone-next-again"),
    PaymentState.EXPIRED: say("phone-next-again"),
    PaymentState.REFUND_DUE: say("phone-next-look-up"),
    PaymentState.REFUNDED: say("phone-next-look-up"),
}

NOT_FOUND = Standing(say("phone-no-payment-title"), say("phone-no-payment-text"), "still", say("phone-next-again"))
BUSY = Standing(say("phone-busy-title"), say("phone-wait-text"), "busy")


def standing(page: PayerPage) -> Standing:
    """Return what is said of a payment that no longer waits for its payer."""
    state = page.state
    if page.charged_late:
        title = say("phone-failed-title" if state is PaymentState.FAILED else f"phone-state-{state.value}-title")
        return Standing(title, say("phone-late-text"), "still", say("phone-late-next"))
    if state is PaymentState.FAILED:
        why = say(f"phone-failed-{(page.decline or Decline.REFUSED).value}")
        return Standing(say("phone-failed-title"), why, "bad", say("phone-next-other"))
    if page.returned:
        return Standing(say("phone-returned-title"), say("phone-returned-text"), "busy")
    title, text = say(f"phone-state-{state.value}-title"), say(f"phone-state-{state.value}-text")
    then = _NEXT.get(state)
    if page.bought and state in (PaymentState.REFUND_DUE, PaymentState.REFUNDED):
        then = say("phone-next-buy")
        text = say("phone-pass-not-bought") if state is PaymentState.REFUND_DUE else text
    return Standing(title, text, _MOODS.get(state, "still"), then)
