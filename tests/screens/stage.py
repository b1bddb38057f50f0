"""The real app with one page on its screen, and what that page answered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Generic, TypeVar

from textual.pilot import Pilot

from kiosk.app import KioskApp
from kiosk.i18n import Texts
from kiosk.screens.frame.navigation import Away
from kiosk.screens.frame.page import Page
from kiosk.theme import DAY
from kiosk.widgets.ground.pager import Pager
from kiosk.widgets.lists.paged_rows import PagedRows, page_starts
from tests.clock import ManualClock
from tests.patience import PATIENCE

Answer = TypeVar("Answer")


SIZES = ((64, 16), (80, 24), (120, 40), (77, 60))
"""Every window the terminal is built for, in columns and rows."""


INTERVAL = 0.01
"""Seconds between two checks of what has not come yet."""


async def until(pilot: Pilot[Any], holds: Callable[[], object]) -> None:
    """Wait until something is so; fail with the page that it is not so on."""
    try:
        async with asyncio.timeout(PATIENCE):
            while not holds():
                await pilot.pause()
                if not holds():  # and nothing is left to do: it comes with a timer, or from outside
                    await asyncio.sleep(INTERVAL)
    except TimeoutError:
        raise AssertionError(f"never so; on the screen is {pilot.app.screen}") from None


class Stage(Generic[Answer]):
    """A KioskApp whose only task is to show one page once.

    `answer` is what the page was dismissed with, and None for as long as it is on the screen.
    """

    def __init__(
        self,
        make_page: Callable[[], Page[Answer]],
        *,
        clock: ManualClock | None = None,
        language: str = "zh-TW",
        theme: str = DAY.name,
        backend_state: str = "reachable",
    ) -> None:
        self.clock = clock or ManualClock()
        self.answer: Answer | Away | None = None
        self.app = KioskApp(self._show_once, clock=self.clock)
        self.app.texts = Texts(language)
        self.app.animation_level = "none"  # a picture that is half drawn is another one each time
        self.app.theme = theme
        self.app.backend_state = backend_state
        self._make_page = make_page

    async def _show_once(self, app: KioskApp) -> None:
        self.answer = await app.push_screen_wait(self._make_page())
        await asyncio.Event().wait()

    @asynccontextmanager
    async def played(self, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
        """Run the app in a window of `size` columns and rows, with the page on the screen."""
        async with self.app.run_test(size=size) as pilot:
            await self.shown(pilot)
            yield pilot

    async def shown(self, pilot: Pilot[None]) -> None:
        """Wait until the page is on the screen and laid out."""
        await until(pilot, lambda: isinstance(self.app.screen, Page))
        await pilot.pause()
        await self.settled(pilot)

    async def settled(self, pilot: Pilot[None]) -> None:
        """Wait until the page is laid out, and its rows stand on pages that fit the window that they are in."""
        await until(
            pilot,
            lambda: not self.app.screen._layout_required and all(map(_on_pages, self.app.screen.query(PagedRows))),
        )

    def text(self) -> str:
        """Return what the screen shows, one line a row, blanks at the end taken off."""
        return "\n".join(
            "".join(segment.text for segment in strip).rstrip() for strip in self.app.screen._compositor.render_strips()
        )


def _on_pages(rows: PagedRows) -> bool:
    starts = page_starts(rows._rows(), rows.size.height + rows._spare)
    pager = rows.screen.query_one(Pager)
    return (
        bool(rows.size.height)
        and starts == rows._starts
        and (pager.pages, pager.display) == (len(starts), len(starts) > 1)
        and rows.scroll_offset.y == starts[rows._page]
    )
