"""The only source of time.

Everything that waits, expires or is dated takes a `Clock`, so that tests decide what time it is and a
jump of the machine's wall clock never shortens a visitor's countdown.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import NamedTuple, Protocol


class Clock(Protocol):
    """Wall time for dates and records, monotonic time for everything that is measured."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds since an arbitrary start; never goes back, and goes on while the machine sleeps."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        # CLOCK_MONOTONIC stops while a machine is suspended: a visitor's session would outlive the night.
        if hasattr(time, "CLOCK_BOOTTIME"):
            return time.clock_gettime(time.CLOCK_BOOTTIME)
        return time.monotonic()


class ShiftedClock:
    """A clock that started at a chosen moment and runs on from there, for the demo and for development."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock starts at an aware moment")
        self._system = SystemClock()
        self._shift = start - self._system.now()

    def now(self) -> datetime:
        return (self._system.now() + self._shift).astimezone(UTC)

    def monotonic(self) -> float:
        return self._system.monotonic()


class Deadline(NamedTuple):
    """A moment on a clock's monotonic scale that bounds a whole piece of work, retries and pauses included."""

    clock: Clock
    at: float

    @classmethod
    def after(cls, clock: Clock, seconds: float) -> Deadline:
        return cls(clock, clock.monotonic() + seconds)

    def remaining(self) -> float:
        """Return the seconds that are left, never less than nought."""
        return max(0.0, self.at - self.clock.monotonic())

    @property
    def passed(self) -> bool:
        return self.remaining() <= 0.0
