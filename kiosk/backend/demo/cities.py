"""The demo's other cities: simulated behind real HTTP, and begun with the first question to one of them."""

from __future__ import annotations

import threading
from contextlib import ExitStack

from kiosk.backend.registers.national.elsewhere import NationalElsewhere
from kiosk.backend.registers.national.set_up import elsewhere_of, others
from kiosk.backend.registers.national.simulator import DEMO, SimulatedCities, synthetic
from kiosk.backend.store.database import Database
from kiosk.clock import Clock
from kiosk.contract.cities import CityAnswer
from kiosk.contract.wire import Vehicle


class DemoCities:
    """Twenty ports and a server for them are not opened in a demo in which nobody asks."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._real = elsewhere_of(others(""), database, clock)
        self._begun: NationalElsewhere | None = None
        self._lock = threading.Lock()
        self._stack = ExitStack()
        self.listed = self._real.listed

    def party(self, code: str) -> str:
        return self._real.party(code)

    def ask(self, code: str, vehicle: Vehicle) -> CityAnswer:
        return self._served().ask(code, vehicle)

    def close(self) -> None:
        """Serve no city any more."""
        with self._lock:
            self._stack.close()

    def _served(self) -> NationalElsewhere:
        with self._lock:
            if self._begun is None:
                simulation = SimulatedCities(self._clock, synthetic(self._clock), DEMO)
                found = self._stack.enter_context(simulation.served(others("")))
                self._begun = elsewhere_of(found, self._database, self._clock)
            return self._begun
