"""How the watchers of a payment hear that it has changed, as protocols."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection


class PaymentSignals(Protocol):
    """Tells the watchers of a payment that it has changed."""

    def changed(self, connection: Connection, payment_id: str) -> None:
        """Note inside the transaction that a payment changes; the watchers hear of it when it is committed."""
        ...


class Watcher(Protocol):
    """One listener's place at a payment. Used in the event loop that made it."""

    seen: int
    """The version that the listener has; set by the listener. It is woken as long as there is a newer one."""

    async def woken(self, within: float) -> bool:
        """Wait at most so many seconds for a change that was not reported yet; return whether there may be one."""
        ...

    @property
    def ending(self) -> bool:
        """Whether the backend is about to end: the listener should go."""
        ...


class PaymentWatch(Protocol):
    """The other end of `PaymentSignals`."""

    def watching(self, payment_id: str) -> AbstractContextManager[Watcher]:
        """Listen to a payment, from now on, in the running event loop."""
        ...
