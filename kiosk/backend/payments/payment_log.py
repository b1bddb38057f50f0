"""What people must hear of: log lines and counters about payments. Ids and order numbers only, never a plate."""

from __future__ import annotations

import structlog
from prometheus_client import Counter, Gauge

from kiosk.backend.log import places
from kiosk.backend.metrics import REGISTRY
from kiosk.backend.payments.payment_records import Record

_log = structlog.get_logger("kiosk.payments")

ANOMALIES = Counter("kiosk_payment_anomalies", "Words of a provider that did not fit", ["kind"], registry=REGISTRY)
REJECTED = Counter(
    "kiosk_provider_messages_rejected",
    "Messages not accepted; `signature` and `not of this moment` may be somebody who tries",
    ["provider", "why"],
    registry=REGISTRY,
)
OPEN_CASES = Gauge(
    "kiosk_payment_cases", "Payments without an outcome for a day: staff must see to it", registry=REGISTRY
)

_REASONS = frozenset({"signature", "not of this moment", "another provider's", "unknown order"})
"""Whatever else is said is about one message: the log has it, a counter would grow by it."""


def anomaly(kind: str, record: Record) -> None:
    """Note that the provider's word did not fit a payment."""
    ANOMALIES.labels(kind).inc()
    _log.warning("payment-anomaly", kind=kind, payment=record.id, number=record.number, state=record.state.value)


def case_opened(record: Record) -> None:
    """Note that a payment has had no outcome for a day."""
    _log.error("payment-case-opened", payment=record.id, number=record.number, state=record.state.value)


def not_expired(payment_id: str, error: Exception) -> None:
    """Note that a payment whose time is over could not be ended: it goes on holding its tickets."""
    _log.error("payment-not-expired", payment=payment_id, **places(error))


def message_rejected(provider: str, why: str) -> None:
    """Note a message that was not accepted: someone may be trying."""
    REJECTED.labels(provider, why if why in _REASONS else "not understood").inc()
    _log.warning("provider-message-rejected", provider=provider, why=why)


def no_answer(kind: str, record: Record, why: str) -> None:
    """Note that the provider could not be asked."""
    _log.warning("provider-no-answer", kind=kind, payment=record.id, number=record.number, why=why)


def sent_again(record: Record) -> None:
    """Note that an order never arrived at the provider and is sent once more."""
    _log.warning("order-sent-again", payment=record.id, number=record.number)
