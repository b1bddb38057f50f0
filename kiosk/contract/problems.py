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
    """No register answered: nobody knows whether anything is owed."""
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
    PROVIDER_UNAVAILABLE = "provider-unavailable"
    PAYMENT_STATE = "payment-not-in-state"
    """The payment has moved on; `state` says where it is."""
    SIGNATURE = "signature-not-accepted"
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
    """The request's id, to be looked up in the log and shortened to the support code."""
    bills: tuple[str, ...] | None = None
    amount: int | None = None
    state: str | None = None
    errors: tuple[dict[str, Any], ...] | None = None
    """Where the request was wrong: `loc` and `msg`, never the value."""

    @property
    def kind(self) -> ProblemKind | None:
        """Return the kind, or None if a newer backend knows one that we do not."""
        value = self.type.removeprefix(BASE)
        # Not `value in ProblemKind`: Python 3.11 raises TypeError there for a plain string.
        return next((kind for kind in ProblemKind if kind.value == value), None)
