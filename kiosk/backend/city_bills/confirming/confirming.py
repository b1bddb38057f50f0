"""A city that confirms payments by its own interface, over HTTP.

What did not come back clearly is unknown, never "refused": a time-out, a broken connection, a reply that is not what
was agreed, HTTP 5xx. The same order is then sent again, and the city takes it once.
"""

from __future__ import annotations

from pydantic import BaseModel

from kiosk.backend.city_bills.confirming import wire
from kiosk.backend.city_bills.port import CityOrder, CityUnavailableError
from kiosk.backend.domain.city_settlement import CityWay, CityWord
from kiosk.backend.gateways.http_calls import NothingSentError
from kiosk.backend.gateways.platform.signed_calls import SignedCalls
from kiosk.backend.gateways.platform.wire import NotUnderstoodError, read
from kiosk.backend.gateways.port import ProviderUnavailableError
from kiosk.clock import Clock

READ_TIMEOUT = 10.0

_REFUSED = {
    wire.Reason.ALREADY_PAID: CityWord.ALREADY_PAID,
    wire.Reason.NOT_OWED: CityWord.NOT_OWED,
    wire.Reason.AMOUNT_DIFFERS: CityWord.NOT_OWED,
}


class Confirming:
    """`CitySettlement` for the city whose interface is at `base_url`."""

    way = CityWay.CONFIRMS

    def __init__(self, base_url: str, secret: bytes, *, clock: Clock, read_timeout: float = READ_TIMEOUT) -> None:
        if not secret:
            raise ValueError("the city's secret is missing: anybody could settle bills there without it")
        self._calls = SignedCalls(base_url, secret, clock=clock, read_timeout=read_timeout, at_once=2)

    def confirm(self, order: CityOrder) -> CityWord | None:
        """Send an order; return what the city says of it, None while it is pending; raise `CityUnavailableError`."""
        request = wire.SettleRequest(
            order_number=order.number,
            city=order.city,
            currency="TWD",
            bills=tuple(wire.Bill(number=number, amount=dollars) for number, dollars in order.bills),
            total=order.dollars,
            paid_at=int(order.paid_at.timestamp()),
        )
        return _word(self._call(wire.SETTLE, request), order.number)

    def inquire(self, order: CityOrder) -> CityWord | None:
        """Ask for an order; return None while it is pending or has never arrived; raise `CityUnavailableError`."""
        reply = self._call(wire.INQUIRY, wire.InquiryRequest(order_number=order.number, city=order.city))
        return None if reply.result == wire.Result.NO_SUCH_ORDER else _word(reply, order.number)

    def close(self) -> None:
        """Close the connections that are open."""
        self._calls.close()

    def _call(self, path: str, request: BaseModel) -> wire.Reply:
        """Return the city's reply; raise `CityUnavailableError`."""
        try:
            return read(wire.Reply, self._calls.post(path, request))
        except NothingSentError as error:
            raise CityUnavailableError("no connection") from error
        except (ProviderUnavailableError, NotUnderstoodError) as error:
            raise CityUnavailableError(str(error)) from error


def _word(reply: wire.Reply, number: str) -> CityWord | None:
    order = reply.result_object
    if reply.result != wire.Result.OK or order is None or order.order_number != number:
        raise CityUnavailableError(f"result {reply.result}")
    if order.state is wire.State.PENDING:
        return None
    if order.state is wire.State.SETTLED:
        return CityWord.SETTLED
    if order.reason is None:
        raise CityUnavailableError("refused, and no reason")
    return _REFUSED[order.reason]
