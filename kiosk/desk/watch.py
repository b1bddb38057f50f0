"""When a desk locks by itself: after five minutes without a key, the last of them warned of."""

from __future__ import annotations

from kiosk.clock import Clock, Deadline

IDLE = 300.0
"""Seconds without a key after which a desk locks."""

WARNED = 60.0
"""Seconds of them for which it says so."""

KEEPS = 60.0
"""Seconds between two signs of life to the backend, which counts requests and not keys."""


class Watch:
    """Counts from the last key. Nothing lengthens the session itself: that ends when the backend has said it would."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._idle = IDLE
        self._locks: Deadline | None = None
        self._ends: Deadline | None = None
        self._kept: Deadline | None = None
        self._touched = False

    def begin(self, *, idle: float, ends: float) -> None:
        """Begin with a session: it locks after `idle` seconds without a key, and ends in `ends` seconds in any case."""
        self._idle = min(IDLE, idle)
        self._ends = Deadline.after(self._clock, ends)
        self.touched()
        self.kept()

    def rest(self) -> None:
        """Watch no one."""
        self._locks = self._ends = self._kept = None

    def touched(self) -> None:
        """Take note of a key."""
        self._touched = True
        self._locks = Deadline.after(self._clock, self._idle)

    def kept(self) -> None:
        """Take note that the backend has been asked something."""
        self._touched = False
        self._kept = Deadline.after(self._clock, KEEPS)

    @property
    def over(self) -> bool:
        """Whether the desk is to lock now."""
        return any(deadline is not None and deadline.passed for deadline in (self._locks, self._ends))

    @property
    def warns(self) -> int | None:
        """Return the seconds until it locks, in the last minute before; None until then."""
        left = min(
            (deadline.remaining() for deadline in (self._locks, self._ends) if deadline is not None), default=None
        )
        return None if left is None or left > WARNED else round(left)

    @property
    def keeps(self) -> bool:
        """Whether somebody has used a key, and the backend does not know of it yet."""
        return self._touched and self._kept is not None and self._kept.passed
