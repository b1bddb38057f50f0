"""A bound on the calls to one gateway that are under way, so that one that does not answer holds up no other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from kiosk.backend.gateways.port import (
    Gateway,
    Order,
    OrderStatus,
    ProviderMessage,
    Push,
    Redirect,
    Refund,
)

AT_ONCE = 3
"""Calls to one gateway that may be under way; the worker has as many threads for each gateway."""


class GatewayBusyError(Exception):
    """As many calls to a gateway are under way as may be. Nothing was sent: the work is to be done a little later."""


class Bounded:
    """`Gateway` with at most so many calls to another one under way; any more raise `GatewayBusyError` at once.

    The worker has `AT_ONCE` threads for each gateway, so those that a silent gateway leaves are enough for the others.
    """

    def __init__(
        self,
        gateway: Gateway,
        at_once: int = AT_ONCE,
        *,
        close: Callable[[], None] = lambda: None,
        calls: Callable[[int], None] = lambda _: None,
        full: Callable[[], None] = lambda: None,
    ) -> None:
        """Bound `gateway`. `calls` hears 1 as a call begins and -1 as it ends, `full` of each that found no place."""
        self._gateway, self._calls, self._full = gateway, calls, full
        self._free = threading.BoundedSemaphore(at_once)
        self._close = close

    @property
    def redirects(self) -> bool:
        """As the gateway behind it."""
        return self._gateway.redirects

    @property
    def takes_itself(self) -> bool:
        """As the gateway behind it."""
        return self._gateway.takes_itself

    def begin(self, order: Order) -> Redirect | Push:
        """As the gateway; raise `GatewayBusyError` where too many calls are under way."""
        with self._place():
            return self._gateway.begin(order)

    def confirm(self, order: Order, reference: str) -> OrderStatus:
        """As the gateway; raise `GatewayBusyError` where too many calls are under way."""
        with self._place():
            return self._gateway.confirm(order, reference)

    def inquire(self, number: str, reference: str | None = None) -> OrderStatus:
        """As the gateway; raise `GatewayBusyError` where too many calls are under way."""
        with self._place():
            return self._gateway.inquire(number, reference)

    def refund(self, refund: Refund) -> str:
        """As the gateway; raise `GatewayBusyError` where too many calls are under way."""
        with self._place():
            return self._gateway.refund(refund)

    def read_message(self, provider: str, headers: Mapping[str, str], body: bytes, now: datetime) -> ProviderMessage:
        """As the gateway: reading needs no call."""
        return self._gateway.read_message(provider, headers, body, now)

    def close(self) -> None:
        """Close what the gateway holds open."""
        self._close()

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._free.acquire(blocking=False):
            self._full()
            raise GatewayBusyError
        self._calls(1)
        try:
            yield
        finally:
            self._calls(-1)
            self._free.release()
