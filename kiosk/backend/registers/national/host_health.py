"""Whether a host may be asked now: a dead one is not called, and a slow one holds few callers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.backend.registers.national.questions import NotAnsweredError
from kiosk.clock import Clock
from kiosk.contract.cities import CityReason

AT_ONCE = 4
"""Questions under way to one host: more would only wait for their turn, one a second."""
FAILURES = 3
"""Calls in a row without an answer after which a host is not called for a while."""
REST = 30.0
"""Seconds for which it is; then one question tries again."""

_UNHURT = frozenset(
    {CityReason.BAD_PLATE, CityReason.BAD_TYPE, CityReason.BUSY, CityReason.RESTING, CityReason.NO_TURN}
)
"""What says nothing against the host."""


class HostHealth:
    """One host's circuit breaker and bulkhead."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._under_way = 0
        self._failures = 0
        self._rests_until = 0.0

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Bracket a question; raise `NotAnsweredError` (`RESTING`, `BUSY`) where it must not be put."""
        self._enter()
        try:
            yield
        except NotAnsweredError as error:
            self._leave(failed=error.reason not in _UNHURT)
            raise
        except BaseException:
            self._leave(failed=True)
            raise
        self._leave(failed=False)

    def _enter(self) -> None:
        with self._lock:
            tries = self._failures >= FAILURES
            if tries and (self._clock.monotonic() < self._rests_until or self._under_way):
                raise NotAnsweredError(CityReason.RESTING)
            if self._under_way >= AT_ONCE:
                raise NotAnsweredError(CityReason.BUSY)
            self._under_way += 1

    def _leave(self, *, failed: bool) -> None:
        with self._lock:
            self._under_way -= 1
            self._failures = self._failures + 1 if failed else 0
            if self._failures >= FAILURES:
                self._rests_until = self._clock.monotonic() + REST
