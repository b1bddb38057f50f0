"""Counter Pay: an account of the payer's is charged at once, and the answer says so. No wallet, no message later."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from kiosk.backend.gateways.http_calls import HttpCalls, NothingSentError
from kiosk.backend.gateways.port import (
    Order,
    OrderStatus,
    Outcome,
    ProviderMessage,
    ProviderMessageError,
    ProviderUnavailableError,
    Push,
    Refund,
)
from kiosk.clock import Clock


class CounterPay:
    """`Gateway` of Counter Pay."""

    redirects = False
    takes_itself = False

    def __init__(self, base_url: str, store: str, secret: bytes, *, clock: Clock) -> None:
        self._base_url, self._store, self._secret = base_url, store, secret
        self._calls = HttpCalls(clock)

    def begin(self, order: Order) -> Push:
        return Push(self._status(self._asked("PUT", f"/orders/{order.number}", {"dollars": order.dollars})))

    def confirm(self, order: Order, reference: str) -> OrderStatus:
        return self.inquire(order.number)

    def inquire(self, number: str, reference: str | None = None) -> OrderStatus:
        return self._status(self._asked("GET", f"/orders/{number}"))

    def refund(self, refund: Refund) -> str:
        given = self._asked("PUT", f"/refunds/{refund.id}", {"number": refund.number, "dollars": refund.dollars})
        return str(given["reference"])

    def read_message(self, provider: str, headers: Mapping[str, str], body: bytes, now: datetime) -> ProviderMessage:
        raise ProviderMessageError("Counter Pay sends none")

    def close(self) -> None:
        self._calls.close()

    def _status(self, said: Mapping[str, object]) -> OrderStatus:
        if not said["reference"]:
            return OrderStatus(Outcome.MISSING)
        return OrderStatus(Outcome.PAID, str(said["reference"]), int(str(said["dollars"])))

    def _asked(self, method: str, path: str, what: Mapping[str, object] | None = None) -> Mapping[str, object]:
        body = None if what is None else json.dumps(what).encode()
        headers = {"store": self._store, "secret": self._secret.decode()}
        try:
            status, said = self._calls.send(method, self._base_url + path, body, headers, read_timeout=5.0, within=8.0)
        except NothingSentError as error:
            raise ProviderUnavailableError("not reached") from error
        if status != 200:
            raise ProviderUnavailableError(f"HTTP {status}")
        found: Mapping[str, object] = json.loads(said)
        return found
