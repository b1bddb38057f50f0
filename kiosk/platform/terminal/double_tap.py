"""Which presses count: none that was meant for the page before.

An unsure finger taps twice, a key is held down, and a slow page has somebody press again. What follows the first press
reaches the next page, where its primary action lies under the same finger. So a page takes no press before it has been
seen for a moment, none that began on another page, and none of a key that is still held from there.
"""

from __future__ import annotations

from typing import NamedTuple
from weakref import ReferenceType, ref

DOUBLE_TAP = 0.4
"""Seconds for which a page has to have been on the screen before a press on it counts."""

HELD = 0.7
"""Seconds within which a key comes again when it is held down: the first time after 0.25 to 0.66, then far sooner."""

PRESSES = frozenset({"enter", "space"})
"""Keys that press what has the focus."""


class _Key(NamedTuple):
    name: str
    at: float
    page: ReferenceType[object]
    counted: bool


class PressGuard:
    """Tells for each press whether it counts. Moments are seconds of one monotonic clock; pages are not kept alive."""

    def __init__(self, seconds: float = DOUBLE_TAP) -> None:
        """Begin with no page; with nought `seconds`, every press counts that ends on the page where it began."""
        self.seconds = seconds
        self._page: ReferenceType[object] | None = None
        self._since = 0.0
        self._moved: tuple[ReferenceType[object], float] | None = None
        self._pressed: ReferenceType[object] | None = None
        self._key: _Key | None = None

    def painted(self, page: object, now: float) -> None:
        """Hear that a page has been painted: its moment begins when it comes, or comes back."""
        if self._page is None or self._page() is not page:
            self._page, self._since = ref(page), now

    def moved(self, page: object, now: float) -> None:
        """Hear that what stands on a page has moved by itself: no press counts there for a moment."""
        self._moved = ref(page), now

    def seen(self, page: object, now: float) -> float:
        """Return for how many seconds a page has been on the screen, nought if it is not."""
        return now - self._since if self._page is not None and self._page() is page else 0.0

    def _settled(self, page: object, now: float) -> bool:
        if not self.seconds:
            return True
        if self._moved is not None and self._moved[0]() is page and now - self._moved[1] < self.seconds:
            return False
        return self._page is not None and self._page() is page and self.seen(page, now) >= self.seconds

    def press(self, page: object, now: float) -> bool:
        """Say whether a finger that is put on a page now begins a press."""
        counts = self._settled(page, now)
        self._pressed = ref(page) if counts else None
        return counts

    def forget(self) -> None:
        """Let the press that has begun come to nothing."""
        self._pressed = None

    def lift(self, page: object) -> bool:
        """Say whether a finger that is lifted from a page ends a press that began there."""
        pressed, self._pressed = self._pressed, None
        return pressed is not None and pressed() is page

    def key(self, name: str, page: object, now: float) -> bool:
        """Say whether a key counts; all do but those that press."""
        before, self._key = self._key, None
        if name not in PRESSES or not self.seconds:
            return True
        held = (
            before is not None
            and before.name == name
            and now - before.at < HELD
            and (not before.counted or before.page() is not page)
        )
        counts = not held and self._settled(page, now)
        self._key = _Key(name, now, ref(page), counts)
        return counts
