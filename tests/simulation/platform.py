"""The payment platform of the simulation: what a real one may do, good and bad."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kiosk.backend.gateways.port import (
    Order,
    OrderStatus,
    Outcome,
    ProviderMessage,
    ProviderMessageError,
    ProviderUnavailableError,
    Push,
    Redirect,
    Refund,
)
from kiosk.contract.payments import Decline
from tests.simulation.virtual import SkewedClock, VirtualTime
from tests.simulation.weather import Weather

_RETRIES = (1, 2, 5, 15, 60, 300, 900, 3600)
"""Seconds between the tries of a message that no one took."""


@dataclass(slots=True)
class Taken:
    """An order that the platform has."""

    order: Order
    reference: str
    outcome: Outcome = Outcome.PENDING
    collected: int = 0
    refunded: int = 0
    refund_id: str | None = None

    @property
    def status(self) -> OrderStatus:
        match self.outcome:
            case Outcome.PAID:
                return OrderStatus(Outcome.PAID, self.reference, self.collected)
            case Outcome.DECLINED:
                return OrderStatus(Outcome.DECLINED, self.reference, decline=Decline.REFUSED)
            case _:
                return OrderStatus(self.outcome, self.reference)


class Platform:
    """`Gateway` that collects later, answers late or never, and tells twice, late or in another order.

    `deliver` passes a message (provider, body) to one of our replicas and returns whether it was taken.
    """

    def __init__(self, time: VirtualTime, weather: Callable[[], Weather]) -> None:
        self._time = time
        self._chance = time.chance
        self._weather = weather
        self._clock = SkewedClock(time)
        self.down_until = -1.0
        self.orders: dict[str, Taken] = {}
        self.faults: list[str] = []
        self.on_their_way = 0
        """Messages that no one has taken yet."""
        self.deliver: Callable[[str, bytes], bool] = lambda *_: False

    redirects = False
    takes_itself = False

    def begin(self, order: Order) -> Redirect | Push:
        return Push(self._charge(order))

    def confirm(self, order: Order, reference: str) -> OrderStatus:
        return self.inquire(order.number)

    def _charge(self, order: Order) -> OrderStatus:
        lost = self._chance.random() / (self._weather().order_lost or 1e-9)
        if self._time.now < self.down_until:
            self._time.sleep(3)
            raise ProviderUnavailableError("down")
        self._travel(8)
        if lost < 1:
            raise ProviderUnavailableError("lost on its way")
        known = self.orders.get(order.number)
        if known is not None:
            if known.order.dollars != order.dollars:
                self.faults.append(f"order {order.number} asked for with two amounts")
            return known.status
        if self._clock.now() > order.valid_until:
            return OrderStatus(Outcome.DECLINED, decline=Decline.REFUSED)
        taken = self.orders[order.number] = Taken(order, f"T{len(self.orders)}")
        answer = self._decide(taken)
        if lost < 2:
            self._time.sleep(self._chance.uniform(5, 15))
            raise ProviderUnavailableError("the answer is lost")
        self._travel(8)
        return answer

    def inquire(self, number: str, reference: str | None = None) -> OrderStatus:
        self._travel(20)
        if self._time.now < self.down_until or self._chance.random() < self._weather().inquiry_lost:
            raise ProviderUnavailableError("down")
        taken = self.orders.get(number)
        # As it is now; what happens while the answer travels comes by message.
        status = OrderStatus(Outcome.MISSING) if taken is None else taken.status
        self._travel(20)
        return status

    def refund(self, refund: Refund) -> str:
        self._travel(20)
        if self._chance.random() < self._weather().refund_lost:
            raise ProviderUnavailableError("lost on its way")
        number, dollars = refund.number, refund.dollars
        taken = self.orders.get(number)
        if taken is None or taken.outcome is not Outcome.PAID or taken.collected != dollars:
            self.faults.append(f"order {number}: {dollars} asked back, which were never taken")
            return refund.id
        if taken.refund_id not in (None, refund.id):
            self.faults.append(f"order {number}: given back a second time")
        taken.refunded, taken.refund_id = dollars, refund.id
        if self._chance.random() < self._weather().refund_lost:
            raise ProviderUnavailableError("the answer is lost")
        self._travel(20)
        return refund.id

    def read_message(self, provider: str, headers: Mapping[str, str], body: bytes, now: datetime) -> ProviderMessage:
        taken = self.orders.get(body.decode())
        if taken is None:
            raise ProviderMessageError("signature")
        return ProviderMessage(f"M{taken.reference}", provider, taken.order.number, taken.status)

    def _travel(self, a_second: float) -> None:
        self._time.sleep(self._chance.expovariate(a_second))

    def _decide(self, taken: Taken) -> OrderStatus:
        luck = self._chance.random()
        if luck < 0.04:
            taken.outcome = Outcome.DECLINED
            return OrderStatus(Outcome.DECLINED, taken.reference, decline=Decline.INSUFFICIENT)
        # Most people take seconds, some go looking for their glasses, and some banks take hours.
        mean = self._chance.choice((0.05, 0.5, 3, 20)) if luck < 0.99 else self._chance.choice((100, 400, 1800))
        outcome = Outcome.DECLINED if self._chance.random() < 0.03 else Outcome.PAID
        self._time.later(min(self._chance.expovariate(1 / mean), 7200), lambda: self._end(taken, outcome))
        return taken.status

    def _end(self, taken: Taken, outcome: Outcome) -> None:
        taken.outcome = outcome
        if outcome is Outcome.PAID:
            self._collect(taken)
        if self._chance.random() < self._weather().message_dropped:
            return
        for _ in range(self._chance.choice((1, 1, 1, 2, 3))):
            delay = self._chance.choice((0.02, 0.3, 2, 40, 900)) * self._chance.random()
            self.on_their_way += 1
            self._time.later(delay, lambda: self._send(taken, 0))

    def _collect(self, taken: Taken) -> None:
        taken.outcome = Outcome.PAID
        off = self._chance.choice((-1, 7)) if self._chance.random() < self._weather().wrong_amount else 0
        taken.collected = taken.order.dollars + off

    def _send(self, taken: Taken, tries: int) -> None:
        def attempt() -> None:
            lost = self._chance.random() < self._weather().message_dropped
            reported = not lost and self.deliver(taken.order.provider, taken.order.number.encode())
            if reported or tries == len(_RETRIES):
                self.on_their_way -= 1
            else:
                self._time.later(_RETRIES[tries], lambda: self._send(taken, tries + 1))

        self._time.go(attempt)
