"""What is over is let go: the page, what it painted and what it waited for; and collecting holds up no one."""

from __future__ import annotations

import asyncio
import gc
import weakref
from contextvars import ContextVar

import pytest

from kiosk.platform.textual.collector import MUCH, PAUSES, READS, Collector
from kiosk.platform.textual.forgetting_loop import ForgettingLoop
from tests.clock import ManualClock
from tests.patience import PATIENCE
from tests.screens.gallery import VIEWS
from tests.screens.stage import Stage


class Kept:
    """Stands for a page with a visitor's data in it."""


def test_a_timer_that_was_called_off_keeps_nothing_of_who_set_it() -> None:
    page: ContextVar[Kept] = ContextVar("page")

    async def visit() -> weakref.ref[Kept]:
        async def asks() -> weakref.ref[Kept]:
            kept = Kept()
            page.set(kept)
            async with asyncio.timeout(3600):
                await asyncio.sleep(0)
            return weakref.ref(kept)

        return await asyncio.create_task(asks())

    async def left() -> Kept | None:
        # Only what stands first in the loop's list is taken out of it at once.
        asyncio.get_running_loop().call_later(60, int)
        found = await visit()
        await asyncio.sleep(0)  # the loop is still busy with the step that ended it
        gc.collect()
        return found()

    with asyncio.Runner(loop_factory=ForgettingLoop) as runner:
        assert runner.run(left()) is None


async def test_a_page_that_has_gone_leaves_nothing_that_it_painted() -> None:
    stage: Stage[object] = Stage(VIEWS["plate"].page)
    async with stage.played() as pilot:
        painted = [weakref.ref(widget._styles_cache) for widget in stage.app.screen.query("PlateInput, Keypad, Words")]
        assert painted
        await pilot.press("escape")
        async with asyncio.timeout(PATIENCE):  # a page ends in steps of its own, after the next one is there
            while any(one() is not None for one in painted):
                await pilot.pause()
                gc.collect()


async def test_a_visit_that_is_over_leaves_nothing_of_the_box_that_was_typed_into() -> None:
    stage: Stage[object] = Stage(VIEWS["plate"].page)
    async with stage.played() as pilot:
        await pilot.press("b")
        typed_into = weakref.ref(stage.app.screen.query_one("PlateInput"))
        await pilot.press("escape")
        await stage.app._wipe()
        async with asyncio.timeout(PATIENCE):
            while typed_into() is not None:
                await pilot.pause()
                gc.collect()


class Collecting:
    """A collector, how often it has collected, and how much Python says there is."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.clock = ManualClock()
        self.collector = Collector(self.clock)
        self.times = 0
        self.much = 0
        monkeypatch.setattr(gc, "collect", self._collect)
        monkeypatch.setattr(gc, "get_count", lambda: (0, 0, self.much))

    def _collect(self) -> None:
        self.times += 1

    def after(self, seconds: float, *, waits: bool = False) -> int:
        """Return how often it has collected by so many seconds later."""
        self.clock.advance(seconds)
        self.collector.collect_if_idle(waits=waits)
        return self.times


@pytest.fixture(autouse=True)
def pauses_are_short() -> None:
    """Have the collector do here what it does for visitors."""


@pytest.fixture
def collecting(monkeypatch: pytest.MonkeyPatch) -> Collecting:
    return Collecting(monkeypatch)


def test_garbage_is_collected_once_while_the_visitor_reads(collecting: Collecting) -> None:
    assert collecting.after(60) == 0
    collecting.collector.touched()
    assert collecting.after(READS / 2) == 0
    assert collecting.after(READS / 2) == 1
    assert collecting.after(60) == 1


def test_who_is_busy_is_not_held_up(collecting: Collecting) -> None:
    for _ in range(20):
        collecting.collector.touched()
        assert collecting.after(READS * 0.9) == 0


def test_who_hardly_rests_is_held_up_in_a_pause(collecting: Collecting) -> None:
    collecting.collector.touched()
    collecting.much = MUCH
    assert collecting.after(PAUSES * 0.9) == 0
    assert collecting.after(PAUSES * 0.2) == 1


def test_who_waits_for_an_answer_gets_it_first(collecting: Collecting) -> None:
    collecting.collector.touched()
    collecting.much = MUCH
    assert collecting.after(60, waits=True) == 0
    assert collecting.after(0) == 1
