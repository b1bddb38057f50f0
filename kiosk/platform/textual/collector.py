"""When garbage is collected: while the app is idle.

A page leaves thousands of objects that hold each other, and Python goes through all that live, a tenth of a second and
more, whenever enough have come: in the middle of a look-up, as that is what makes them. Here what stays for good is
taken out of its sight, and the rest is collected when the visitor reads, or has gone.

Not reported: this is how Python's collector is meant to work; it cannot know when a visitor waits.
"""

from __future__ import annotations

import gc

from kiosk.clock import Clock

READS = 0.5
"""Seconds without input after which the visitor reads, and a pause of a twentieth of one is not noticed."""

MUCH, PAUSES = 10, 0.2
"""After so many collections of what is young, some six pages, so many seconds do: fifteen take a fifth of a second."""

AT_LATEST = (700, 10, 200)
"""Python's own thresholds but for the last, 10: its own collecting, at any moment, is for who never pauses at all."""


def keep_what_is_loaded() -> None:
    """Take what there is by now for what stays for good, and collect by `Collector` from here on."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*AT_LATEST)
    gc.enable()


class Collector:
    """Collects once after each time of input, and when a visit is over."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._touched: float | None = None

    def touched(self) -> None:
        """Note input: do not collect now."""
        self._touched = self._clock.monotonic()

    def collect_if_idle(self, *, waits: bool) -> None:
        """Collect if the visitor has begun to read, and does not wait for an answer. To be called now and then."""
        if self._touched is None or waits:
            return
        rests = PAUSES if gc.get_count()[2] >= MUCH else READS
        if self._clock.monotonic() - self._touched >= rests:
            self.collect()

    def collect(self) -> None:
        self._touched = None
        gc.collect()
