"""The states of a payment that the outside can see. Who may move it, and how, is the backend's business."""

from __future__ import annotations

from enum import StrEnum


class PaymentState(StrEnum):
    """A payment's life as a screen shows it."""

    WAITING = "waiting"
    """The QR code stands on the screen; the payer has not confirmed yet."""
    AT_WALLET = "at-wallet"
    """The payer pressed pay and is at the wallet's own page; no money moves before we confirm."""
    PROCESSING = "processing"
    """The payer pressed pay; the provider is working on it."""
    UNKNOWN = "unknown"
    """The provider did not answer: the outcome is unknown, and it is asked again until it answers."""
    PAID = "paid"
    FAILED = "failed"
    """The provider declined; nothing was taken."""
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    REFUND_DUE = "refund-due"
    """Money arrived that must go back: late, double, or of another amount."""
    REFUNDED = "refunded"

    @property
    def sent_as(self) -> PaymentState:
        """The state on the wire for this one; a field of its own says that the payer is at a wallet."""
        return PaymentState.PROCESSING if self is PaymentState.AT_WALLET else self

    @property
    def settled(self) -> bool:
        """Whether a screen that waits for this payment has its answer."""
        return self not in _OPEN

    @property
    def holds_tickets(self) -> bool:
        """Whether its tickets are out of reach for any other payment."""
        return self in _OPEN or self is PaymentState.PAID


_OPEN = frozenset({PaymentState.WAITING, PaymentState.AT_WALLET, PaymentState.PROCESSING, PaymentState.UNKNOWN})
