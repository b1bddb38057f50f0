"""No one touches anything: the warning, the ways to stay, and what is left when the visit is over."""

from __future__ import annotations

import gc
import types
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, Static

from kiosk.app import KioskApp
from kiosk.i18n import Texts
from kiosk.screens.frame.help import HelpPage
from kiosk.screens.frame.idle import LIMIT, WARNING, Idleness, IdleWarning, is_touch
from kiosk.screens.frame.navigation import Away
from kiosk.screens.frame.page import Page
from tests.clock import ManualClock

TYPED = "ABC-1234"


class Form(Page[str]):
    """A page with something on it that a visitor would not like to lose, or to be seen by the next one."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = text

    def compose_page(self) -> ComposeResult:
        yield Input(self._text, id="input")
        yield Static(self._text, markup=False)

    def on_mount(self) -> None:
        self.query_one(Input).focus()


class Start(Page[str]):
    """The page that a visit begins with: nothing can be lost here."""

    idle_limit = None


class Visits:
    """A journey of a start page and a form, and what each visit came to."""

    def __init__(self, clock: ManualClock, text: str = TYPED) -> None:
        self.text = text
        self.answers: list[str | Away] = []
        self.app = KioskApp(self.visit, clock=clock)

    def shows(self, page: type[Screen[Any]]) -> bool:
        return isinstance(self.app.screen, page)

    async def visit(self, app: KioskApp) -> None:
        await app.push_screen_wait(Start())
        self.answers.append(await app.push_screen_wait(Form(self.text)))


@asynccontextmanager
async def at_the_form(visits: Visits, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    async with visits.app.run_test(size=size) as pilot:
        await until(pilot, Start)
        visits.app.screen.dismiss("begin")
        await until(pilot, Form)
        visits.app._watch_idleness()
        yield pilot


async def until(pilot: Pilot[None], page: type[object]) -> None:
    for _ in range(100):
        await pilot.pause()
        if isinstance(pilot.app.screen, page) and pilot.app.screen.is_mounted:
            await pilot.pause()
            return
    raise AssertionError(f"{pilot.app.screen} is not a {page}")


def moved(columns: int) -> events.MouseMove:
    return events.MouseMove(None, 5, 5, columns, 0, 0, shift=False, meta=False, ctrl=False)


async def let_pass(visits: Visits, pilot: Pilot[None], clock: ManualClock, seconds: float) -> None:
    clock.advance(seconds)
    visits.app._watch_idleness()
    await pilot.pause()


async def test_the_warning_comes_twenty_seconds_before_the_end(clock: ManualClock) -> None:
    visits = Visits(clock)
    async with at_the_form(visits) as pilot:
        await let_pass(visits, pilot, clock, LIMIT - WARNING - 1)
        assert visits.shows(Form)
        await let_pass(visits, pilot, clock, 1)
        assert visits.shows(IdleWarning)


async def test_time_running_out_ends_the_page_under_the_warning(clock: ManualClock) -> None:
    visits = Visits(clock)
    async with at_the_form(visits) as pilot:
        await let_pass(visits, pilot, clock, LIMIT - WARNING)
        await let_pass(visits, pilot, clock, WARNING)
        await until(pilot, Start)
    assert visits.answers == [Away.IDLE]


@pytest.mark.variants(keep=2)
@pytest.mark.parametrize(
    ("touch", "times"),
    [("x", 11), ("enter", 1), ("escape", 1), ("tab", 1), ("home", 1), ("click", 1), ("paste", 1)],
)
async def test_any_touch_answers_the_warning_and_does_nothing_else(clock: ManualClock, touch: str, times: int) -> None:
    visits = Visits(clock)
    async with at_the_form(visits) as pilot:
        form = visits.app.screen
        for _ in range(times):  # it may be put off at least ten times
            await let_pass(visits, pilot, clock, LIMIT - WARNING)
            assert visits.shows(IdleWarning)
            if touch == "click":
                await pilot.click(offset=(2, 2))
            elif touch == "paste":
                visits.app.post_message(events.Paste("xyz"))
            else:
                await pilot.press(touch)
            await pilot.pause()
            assert visits.app.screen is form
            assert form.query_one(Input).value == TYPED
            assert form.focused is form.query_one(Input)
    assert visits.answers == []


@pytest.mark.parametrize("touch", ["x", "move"])
async def test_each_touch_starts_the_minute_anew(clock: ManualClock, touch: str) -> None:
    visits = Visits(clock)
    async with at_the_form(visits) as pilot:
        for column in range(5, 8):
            await let_pass(visits, pilot, clock, LIMIT - WARNING - 1)
            if touch == "move":
                visits.app.post_message(moved(column))
                await pilot.pause()
            else:
                await pilot.press(touch)
        await let_pass(visits, pilot, clock, LIMIT - WARNING - 1)
        assert visits.shows(Form)


async def test_a_machine_that_slept_shows_nothing_of_the_visit_when_it_wakes(clock: ManualClock) -> None:
    visits = Visits(clock)
    async with at_the_form(visits) as pilot:
        await let_pass(visits, pilot, clock, 600)
        await until(pilot, Start)
    assert visits.answers == [Away.IDLE]


async def test_the_start_page_never_warns_and_a_page_where_somebody_pays_waits(clock: ManualClock) -> None:
    visits = Visits(clock)
    async with at_the_form(visits) as pilot:
        form = visits.app.screen
        assert isinstance(form, Form)
        form.idle_limit = None
        await let_pass(visits, pilot, clock, 3600)
        assert visits.shows(Form)
        form.idle_limit = 60.0
        await let_pass(visits, pilot, clock, 0)
        await let_pass(visits, pilot, clock, LIMIT - WARNING - 1)
        assert visits.shows(Form)


async def test_a_visit_ends_also_under_the_help_page(clock: ManualClock) -> None:
    visits = Visits(clock)
    async with at_the_form(visits) as pilot:
        visits.app.action_help()
        await until(pilot, HelpPage)
        visits.app.action_help()
        assert len(visits.app.screen_stack) == 3
        await let_pass(visits, pilot, clock, 0)
        await let_pass(visits, pilot, clock, LIMIT)
        await until(pilot, Start)
    assert visits.answers == [Away.IDLE]


async def test_help_goes_away_by_itself_while_the_page_below_waits_for_a_payment(clock: ManualClock) -> None:
    visits = Visits(clock)
    async with at_the_form(visits) as pilot:
        form = visits.app.screen
        assert isinstance(form, Form)
        form.idle_limit = None
        visits.app.action_help()
        await until(pilot, HelpPage)
        await let_pass(visits, pilot, clock, 0)
        await let_pass(visits, pilot, clock, LIMIT)
        await until(pilot, Form)
    assert visits.answers == []


async def test_who_needs_more_time_has_three_times_as_much(clock: ManualClock) -> None:
    visits = Visits(clock)
    visits.app.patience = 3.0
    async with at_the_form(visits) as pilot:
        await let_pass(visits, pilot, clock, 3 * LIMIT - WARNING - 1)
        assert visits.shows(Form)
        await let_pass(visits, pilot, clock, 1)
        assert visits.shows(IdleWarning)


async def test_an_office_says_how_long_a_visit_waits_for_a_touch(clock: ManualClock) -> None:
    visits = Visits(clock)
    visits.app.idle = LIMIT + 30
    async with at_the_form(visits) as pilot:
        await let_pass(visits, pilot, clock, LIMIT + 30 - WARNING - 1)
        assert visits.shows(Form)
        await let_pass(visits, pilot, clock, 1)
        assert visits.shows(IdleWarning)


async def test_the_next_visitor_finds_the_language_and_the_theme_of_the_house(clock: ManualClock) -> None:
    visits = Visits(clock)
    async with at_the_form(visits) as pilot:
        visits.app.action_next_language()
        visits.app.action_next_theme()
        visits.app.notify(TYPED)
        visits.app.screen.dismiss("done")
        await until(pilot, Start)
        assert visits.app.texts.language == "zh-TW"
        assert visits.app.theme == "day"
        assert len(visits.app._notifications) == 0


async def test_nothing_of_a_visitor_is_left_in_memory(clock: ManualClock) -> None:
    canary = uuid.uuid4().hex
    visits = Visits(clock, f"TPE-{canary}")
    async with at_the_form(visits) as pilot:
        await pilot.press("x", "y")
        visits.text = ""
        visits.app.screen.dismiss("done")
        await until(pilot, Start)
        visits.answers.clear()
        # The terminal's picture of the last page is gone with the next frame.
        await pilot.pause()
        gc.collect()
        holders = [
            f"{type(thing).__name__} {getattr(thing, '__wrapped__', '')}"
            for thing in gc.get_objects()
            if not isinstance(thing, types.FrameType)
            and any(isinstance(part, str) and part is not canary and canary in part for part in gc.get_referents(thing))
        ]
    assert holders == []


async def test_no_page_outlives_its_visit(clock: ManualClock) -> None:
    visits = Visits(clock)
    async with visits.app.run_test() as pilot:
        for _ in range(5):
            await until(pilot, Start)
            visits.app.screen.dismiss("begin")
            await until(pilot, Form)
            visits.app.screen.dismiss("done")
        await until(pilot, Start)
        gc.collect()
        assert [thing for thing in gc.get_objects() if isinstance(thing, Form) and thing.app is visits.app] == []


@pytest.mark.variants
@pytest.mark.parametrize("size", [(64, 16), (80, 24), (120, 40), (77, 60)])
@pytest.mark.parametrize("language", ["zh-TW", "en"])
async def test_the_warning_says_what_is_lost_and_how_to_stay(
    clock: ManualClock, size: tuple[int, int], language: str
) -> None:
    visits = Visits(clock)
    async with at_the_form(visits, size) as pilot:
        visits.app.texts = texts = Texts(language)
        await let_pass(visits, pilot, clock, LIMIT - WARNING)
        await pilot.pause()
        shown = "".join(
            "".join(segment.text for segment in strip) for strip in visits.app.screen._compositor.render_strips()
        )
        for id in ("idle-title", "idle-lost", "idle-stay"):
            for word in texts(id).replace("，", " ").split():
                assert word.strip("。") in shown
        assert texts("idle-remaining", seconds=20) in shown


@given(st.lists(st.one_of(st.none(), st.floats(0, 100)), max_size=30))
def test_a_visit_ends_only_after_a_minute_without_a_touch(steps: list[float | None]) -> None:
    clock = ManualClock()
    idleness = Idleness(clock)
    idleness.watch("page", LIMIT)
    quiet = 0.0
    for step in steps:
        if step is None:
            idleness.touched()
            quiet = 0.0
        else:
            clock.advance(step)
            quiet += step
        assert idleness.over == (quiet >= LIMIT) or abs(quiet - LIMIT) < 1e-6
        assert (idleness.warns is not None) == (quiet >= LIMIT - WARNING) or abs(quiet - LIMIT + WARNING) < 1e-6


def test_a_mouse_that_does_not_move_is_no_one() -> None:
    assert not is_touch(moved(0))
    assert is_touch(moved(1))
    assert not is_touch(events.Mount())
