"""No payment platform: what an office has before it has signed a contract, and what it can do without one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from kiosk.backend.gateways.port import (
    Order,
    OrderStatus,
    ProviderMessage,
    ProviderMessageError,
    ProviderUnavailableError,
    Push,
    Refund,
)


class NoPlatform:
    """`Gateway` where none is set up. New payments are refused before they come here.

    A payment from the time when there was a platform stays unknown until there is one again: never "declined".
    """

    redirects = False
    takes_itself = False

    def begin(self, order: Order) -> Push:
        """Raise `ProviderUnavailableError`."""
        raise ProviderUnavailableError("no platform is set up")

    def confirm(self, order: Order, reference: str) -> OrderStatus:
        """Raise `ProviderUnavailableError`."""
        raise ProviderUnavailableError("no platform is set up")

    def inquire(self, number: str, reference: str | None = None) -> OrderStatus:
        """Raise `ProviderUnavailableError`."""
        raise ProviderUnavailableError("no platform is set up")

    def refund(self, refund: Refund) -> str:
        """Raise `ProviderUnavailableError`."""
        raise ProviderUnavailableError("no platform is set up")

    def read_message(self, provider: str, headers: Mapping[str, str], body: bytes, now: datetime) -> ProviderMessage:
        """Raise `ProviderMessageError`: there is no key to sign one with."""
        raise ProviderMessageError("no platform is set up")

    def close(self) -> None:
        """Do nothing: nothing is open."""
