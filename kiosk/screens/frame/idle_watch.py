"""Who stands here: visits end when no one does any more, and pages are left from the top."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from kiosk.clock import Clock
from kiosk.platform.terminal.failed_visits import OutlivingApp
from kiosk.platform.textual.collector import Collector
from kiosk.screens.frame.idle import LIMIT, Idleness, IdleWarning
from kiosk.screens.frame.navigation import Away

PAID_STAYS = 30.0
"""Seconds until the page "paid" ends by itself: a minute was too long for those who wait behind."""


class IdleWatch(OutlivingApp):
    """An app whose visits end by themselves. Any page gets the warning before that, none of them knows of it."""

    clock: Clock
    patience: float = 1.0
    """What idle limits are multiplied with; 3 for visitors who need more time (WCAG 2.2.1)."""
    paid_stays: float = PAID_STAYS
    idle: float = LIMIT
    """Seconds without a touch on an ordinary page; a page with more to read has as much more of them as it says."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._idleness = Idleness(self.clock)
        self._collector = Collector(self.clock)

    def on_mount(self) -> None:
        self.set_interval(0.5, self._watch_idleness)

    def expect_no_one(self) -> None:
        """Begin anew: the visit is over, and with it what knows its last page."""
        self._idleness = Idleness(self.clock)
        self._collector.collect()

    def somebody_is_here(self) -> None:
        self.touched = True
        self._idleness.touched()
        self._collector.touched()

    def _watch_idleness(self) -> None:
        if not self.screen_stack:
            return  # the app is leaving
        self._collector.collect_if_idle(waits=self.screen.has_class("-working"))
        warning = self.screen if isinstance(self.screen, IdleWarning) else None
        page: Screen[object] = self.screen_stack[-2] if warning else self.screen
        limit: float | None = getattr(page, "idle_limit", None)
        self._idleness.watch(page, None if limit is None else (limit + self.idle - LIMIT) * self.patience)
        deadline = self._idleness.warns
        if warning is None and deadline is not None and not deadline.passed:
            self.push_screen(IdleWarning(deadline))
        elif deadline is None and warning is not None:
            warning.dismiss()
        elif self._idleness.over:
            self._leave()

    def _leave(self) -> None:
        """End the visit: every page is left, from the top, down to one that waits for a payment or for visitors."""
        for page in self.screen_stack[:0:-1]:
            if not isinstance(page, IdleWarning) and getattr(page, "idle_limit", None) is None:
                break
            page.dismiss(Away.IDLE)

    def leave_all(self) -> None:
        for page in self.screen_stack[:0:-1]:
            page.dismiss(None if isinstance(page, IdleWarning) else Away.IDLE)
