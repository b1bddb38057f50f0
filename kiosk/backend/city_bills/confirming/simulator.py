"""Simulated cities that take payment: what they have as paid, and the interface by which one is notified.

They sit behind the simulated national query: a bill that is paid is not in its answer any more.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import BaseModel
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kiosk.backend.city_bills.confirming import wire
from kiosk.backend.gateways.platform import signatures
from kiosk.backend.gateways.platform.wire import NotUnderstoodError, read
from kiosk.backend.registers.national.simulator import Owed
from kiosk.clock import Clock

RequestT = TypeVar("RequestT", bound=BaseModel)


class Fault(StrEnum):
    """What goes wrong with a city's answer."""

    NONE = "none"
    ANSWER_LOST = "answer-lost"
    """The city does what it is asked, and the answer does not arrive."""
    DOWN = "down"
    """HTTP 502, and nothing is done."""
    OUT_OF_SERVICE = "out-of-service"
    PENDING = "pending"
    """It takes the order, and decides later."""


@dataclass
class CityLedger:
    """What simulated cities are owed, and what they have as paid."""

    source: Owed
    """What they would be owed if none of it had ever been paid."""
    paid: dict[tuple[str, str], str] = field(default_factory=dict)
    """By city and number of the bill: by which order, or `elsewhere`."""
    _answered: dict[tuple[str, str], int] = field(default_factory=dict)
    """What was answered of each bill: it is asked for before it is paid."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def owed(self, code: str, plate: str, type: str) -> Mapping[str, Any] | None:
        """Return the `Result` of V1.03 for a vehicle, without what is paid."""
        result = self.source(code, plate, type)
        if result is None:
            return None
        with self._lock:
            bills = [one for one in result["Bills"] or () if (code, one["BillNo"]) not in self.paid]
            reminders = [one for one in result["Reminders"] or () if (code, one["ReminderNo"]) not in self.paid]
            for name, listed in (("BillNo", bills), ("ReminderNo", reminders)):
                self._answered.update({(code, one[name]): int(one["PayAmount"]) for one in listed})
        total = sum(int(one["PayAmount"]) for one in bills + reminders)
        left = {"Bills": bills, "Reminders": reminders, "TotalCount": len(bills) + len(reminders), "TotalAmount": total}
        return {**result, **left} if bills or reminders else None

    def pay(self, code: str, bills: Sequence[tuple[str, int]], order: str) -> wire.Reason | None:
        """Have bills as paid by an order, all of them; return why that cannot be, with none of them paid."""
        with self._lock:
            for number, dollars in bills:
                if self.paid.get((code, number), order) != order:
                    return wire.Reason.ALREADY_PAID
                if (code, number) not in self._answered:
                    return wire.Reason.NOT_OWED
                if self._answered[code, number] != dollars:
                    return wire.Reason.AMOUNT_DIFFERS
            self.paid.update({(code, number): order for number, _ in bills})
            return None

    def paid_elsewhere(self, code: str, number: str) -> None:
        """Have a bill as paid by other means."""
        with self._lock:
            self.paid[code, number] = "elsewhere"


class SimulatedConfirming:
    """The interface of cities that confirm payments, as an ASGI application `app`; `fault` goes for every answer."""

    def __init__(self, secret: bytes, clock: Clock, ledger: CityLedger) -> None:
        self._secret, self._clock, self._ledger = secret, clock, ledger
        self._lock = threading.Lock()
        self._nonces: set[str] = set()
        self.fault = Fault.NONE
        self.orders: dict[str, tuple[wire.SettleRequest, wire.State, wire.Reason | None]] = {}
        """By their numbers."""
        self.app = Starlette(
            routes=[
                Route(wire.SETTLE, self._endpoint(wire.SettleRequest, self._settle), methods=["POST"]),
                Route(wire.INQUIRY, self._endpoint(wire.InquiryRequest, self._inquire), methods=["POST"]),
            ]
        )

    def decide(self) -> None:
        """Decide every order that is pending."""
        with self._lock:
            for number, (asked, state, _) in self.orders.items():
                if state is wire.State.PENDING:
                    self.orders[number] = self._decided(asked)

    def _endpoint(self, model: type[RequestT], answer: Callable[[RequestT], Response]) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> Response:
            body = await request.body()
            if not self._signed(request, body):
                return _reply(wire.Result.BAD_SIGNATURE)
            try:
                asked = read(model, body)
            except NotUnderstoodError:
                return _reply(wire.Result.BAD_REQUEST)
            if self.fault is Fault.DOWN:
                return Response("Bad Gateway", status_code=502)
            if self.fault is Fault.OUT_OF_SERVICE:
                return _reply(wire.Result.OUT_OF_SERVICE)
            with self._lock:
                done = answer(asked)
            return Response("Gateway Timeout", status_code=504) if self.fault is Fault.ANSWER_LOST else done

        return endpoint

    def _signed(self, request: Request, body: bytes) -> bool:
        timestamp = request.headers.get(signatures.TIMESTAMP, "")
        nonce = request.headers.get(signatures.NONCE, "")
        expected = signatures.request_signature(self._secret, "POST", request.url.path, timestamp, nonce, body)
        good = signatures.timely(timestamp, self._clock.now()) and signatures.agree(
            expected, request.headers.get(signatures.SIGNATURE, "")
        )
        with self._lock:
            if not good or not nonce or nonce in self._nonces:
                return False
            self._nonces.add(nonce)
        return True

    def _settle(self, asked: wire.SettleRequest) -> Response:
        known = self.orders.get(asked.order_number)
        if known is not None and known[0] != asked:
            return _reply(wire.Result.BAD_REQUEST)
        if known is None:
            pending = (asked, wire.State.PENDING, None)
            self.orders[asked.order_number] = pending if self.fault is Fault.PENDING else self._decided(asked)
        return self._outcome(asked.order_number)

    def _decided(self, asked: wire.SettleRequest) -> tuple[wire.SettleRequest, wire.State, wire.Reason | None]:
        bills = [(bill.number, bill.amount) for bill in asked.bills]
        reason = self._ledger.pay(asked.city, bills, asked.order_number)
        return asked, wire.State.SETTLED if reason is None else wire.State.REFUSED, reason

    def _inquire(self, asked: wire.InquiryRequest) -> Response:
        if asked.order_number not in self.orders:
            return _reply(wire.Result.NO_SUCH_ORDER)
        return self._outcome(asked.order_number)

    def _outcome(self, number: str) -> Response:
        _, state, reason = self.orders[number]
        return _reply(wire.Result.OK, {"order_number": number, "state": state.value, "reason": reason})


def _reply(result: wire.Result, order: Mapping[str, Any] | None = None) -> Response:

    return JSONResponse({"result": result.value, "result_object": order})
