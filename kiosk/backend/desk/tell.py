"""What to tell the person whose payment it is: one sentence, chosen by what is known and by nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.backend.domain.payment import CASE_AFTER, PaymentEvent
from kiosk.contract.desk.story import Tell
from kiosk.domain.payment import PaymentState

_STOPPED_AFTER = timedelta(hours=1)
"""How long a refund may be under way before people learn that it is being tried again."""

_BY_STATE = {
    PaymentState.WAITING: Tell.WAITING,
    PaymentState.AT_WALLET: Tell.WAITING,
    PaymentState.PROCESSING: Tell.PROCESSING,
    PaymentState.UNKNOWN: Tell.UNKNOWN,
    PaymentState.PAID: Tell.PAID,
    PaymentState.FAILED: Tell.FAILED,
    PaymentState.CANCELLED: Tell.CANCELLED,
    PaymentState.EXPIRED: Tell.EXPIRED,
    PaymentState.REFUND_DUE: Tell.REFUND_DUE,
    PaymentState.REFUNDED: Tell.REFUNDED,
}


def tell(
    state: PaymentState, last_event: str, expires_at: datetime, refund_due_since: datetime | None, now: datetime
) -> Tell:
    """Return the sentence for a payment; `refund_due_since` is when the oldest refund that is still due was noted."""
    # First of all that it is paid: what goes back is only the second charge, however long the provider takes for it.
    if state is PaymentState.PAID and refund_due_since is not None:
        return Tell.PAID_AND_CHARGED_TWICE
    if refund_due_since is not None and now - refund_due_since > _STOPPED_AFTER:
        return Tell.REFUND_STOPPED
    if state is PaymentState.FAILED and last_event == PaymentEvent.NEVER_ARRIVED.value:
        return Tell.NOT_CHARGED
    late = now >= expires_at + timedelta(seconds=CASE_AFTER)
    if late and state in (PaymentState.PROCESSING, PaymentState.UNKNOWN):
        return Tell.UNKNOWN_LONG
    return _BY_STATE[state]
