"""The demo's other cities: simulated behind real HTTP, and begun with the first question to one of them.

Four of them take payment here, which no real city has offered so far: two confirm it, and two are asked again.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from kiosk.backend.city_bills.asked_again import AskedAgain
from kiosk.backend.city_bills.confirming.confirming import Confirming
from kiosk.backend.city_bills.confirming.simulator import CityLedger, SimulatedConfirming
from kiosk.backend.city_bills.port import CityOrder, CitySettlement
from kiosk.backend.domain.city_settlement import CityWay, CityWord
from kiosk.backend.registers.national.elsewhere import NationalElsewhere
from kiosk.backend.registers.national.set_up import elsewhere_of, others
from kiosk.backend.registers.national.simulator import DEMO, SimulatedCities, synthetic
from kiosk.backend.store.database import Database
from kiosk.clock import Clock
from kiosk.contract.cities import CityAnswer
from kiosk.contract.wire import Vehicle

WAYS = {
    "HUA": CityWay.CONFIRMS,
    "CYQ": CityWay.CONFIRMS,
    "TTT": CityWay.ASKED_AGAIN,
    "KHH": CityWay.ASKED_AGAIN,
}
"""The cities whose bills can be paid in the demo: of each way, one that each of the plates to try owes something."""

CONFIRMS_AFTER = timedelta(seconds=20)
"""How long the collecting company takes to report to a city that is asked again; real ones take days."""


@dataclass(frozen=True, slots=True)
class _Begun:
    elsewhere: NationalElsewhere
    ledger: CityLedger
    settlements: dict[str, CitySettlement]


class DemoCities:
    """Twenty ports and a server for them are not opened in a demo in which they are not asked."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._real = elsewhere_of(others(""), database, clock, WAYS)
        self._begun: _Begun | None = None
        self._lock = threading.Lock()
        self._stack = ExitStack()
        self.listed = self._real.listed
        self.settlements: dict[str, CitySettlement] = {
            code: _OfDemo(code, way, self.begun) for code, way in WAYS.items()
        }

    def party(self, code: str) -> str:
        return self._real.party(code)

    def ask(self, code: str, vehicle: Vehicle, *, afresh: bool = False) -> CityAnswer:
        return self.begun().elsewhere.ask(code, vehicle, afresh=afresh)

    def numbers(self, code: str, vehicle: Vehicle) -> frozenset[str] | None:
        return self.begun().elsewhere.numbers(code, vehicle)

    def close(self) -> None:
        """Serve no city any more."""
        with self._lock:
            self._stack.close()

    def begun(self) -> _Begun:
        """Return the cities, served from the first time on."""
        with self._lock:
            if self._begun is None:
                self._begun = self._begin()
            return self._begun

    def _begin(self) -> _Begun:
        ledger = CityLedger(synthetic(self._clock))
        secret = secrets.token_bytes(32)
        interface = SimulatedConfirming(secret, self._clock, ledger)
        simulation = SimulatedCities(self._clock, ledger.owed, DEMO, beside=interface.app.routes)
        found = self._stack.enter_context(simulation.served(others("")))
        elsewhere = elsewhere_of(found, self._database, self._clock, WAYS)
        settlements: dict[str, CitySettlement] = {}
        for city in found:
            way = WAYS.get(city.code)
            if way is CityWay.CONFIRMS:
                confirming = Confirming(_origin(city.addresses[0]), secret, clock=self._clock)
                self._stack.callback(confirming.close)
                settlements[city.code] = confirming
            elif way is CityWay.ASKED_AGAIN:
                settlements[city.code] = _ConfirmsInAWhile(elsewhere, ledger, self._clock)
        return _Begun(elsewhere, ledger, settlements)


class _OfDemo:
    """`CitySettlement` of one of the demo's cities, which may not be served yet."""

    def __init__(self, code: str, way: CityWay, begun: Callable[[], _Begun]) -> None:
        self.way = way
        self._code, self._begun = code, begun

    def confirm(self, order: CityOrder) -> CityWord | None:
        return self._begun().settlements[self._code].confirm(order)

    def inquire(self, order: CityOrder) -> CityWord | None:
        return self._begun().settlements[self._code].inquire(order)


class _ConfirmsInAWhile(AskedAgain):
    """A city that is asked again, with somebody who tells it what was paid."""

    def __init__(self, elsewhere: NationalElsewhere, ledger: CityLedger, clock: Clock) -> None:
        super().__init__(elsewhere)
        self._ledger, self._clock = ledger, clock
        self._since: dict[str, datetime] = {}

    def confirm(self, order: CityOrder) -> CityWord | None:
        now = self._clock.now()
        if now - self._since.setdefault(order.number, now) >= CONFIRMS_AFTER:
            self._ledger.pay(order.city, order.bills, order.number)
        return super().confirm(order)


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
