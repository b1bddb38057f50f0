"""A second tap counts on no page that it was not meant for, and no typed character is lost over that."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.binding import Binding
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static

from kiosk.app import KioskApp
from kiosk.domain.plate import Plate, VehicleType
from kiosk.platform.terminal.double_tap import DOUBLE_TAP, HELD, PRESSES, PressGuard
from kiosk.platform.terminal.pointer import PointerApp
from kiosk.screens.frame.page import Page
from kiosk.screens.pay.plate import PlatePage
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.targets import Targets
from kiosk.widgets.typing.field import Field
from kiosk.widgets.typing.plate_input import PlateInput
from tests.clock import ManualClock
from tests.screens.frame.test_pointer import touch
from tests.screens.gallery import VIEWS
from tests.screens.stage import SIZES, Stage, until

SEEN = DOUBLE_TAP + 0.01


@pytest.fixture(autouse=True)
def as_visitors_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PointerApp, "double_tap", DOUBLE_TAP)


class Ask(Page[str]):
    """One button, and a field."""

    AUTO_FOCUS = "#go"

    def __init__(self, name: str) -> None:
        super().__init__()
        self.said = name

    def compose_page(self) -> Any:
        yield Field("mobile-label", id="field")

    def primary_action(self) -> Action | None:
        return Action("bills-pay", "primary", id="go")

    def on_action_pressed(self) -> None:
        self.dismiss(self.said)


class Straight(Ask):
    """Nothing to focus: Enter is the page's own."""

    AUTO_FOCUS = ""
    BINDINGS = [Binding("enter", "go_on", show=False)]

    def compose_page(self) -> Any:
        yield Static(self.said)

    def primary_action(self) -> None:
        return None

    def action_go_on(self) -> None:
        self.dismiss(self.said)


class Journey:
    """Three pages, one behind the other, each with its button in the same place."""

    def __init__(self, page: type[Ask] = Ask) -> None:
        self._page = page
        self.clock = ManualClock()
        self.passed: list[Any] = []
        self.app = KioskApp(self._visit, clock=self.clock)

    async def _visit(self, app: KioskApp) -> None:
        for name in ("first", "second", "third"):
            self.passed.append(await app.push_screen_wait(self._page(name)))

    async def shown(self, pilot: Pilot[None], name: str) -> Ask:
        await until(pilot, lambda: isinstance(self.app.screen, Ask) and self.app.screen.said == name)
        await pilot.pause()
        assert isinstance(self.app.screen, Ask)
        return self.app.screen

    async def tap(self, pilot: Pilot[None], widget: Widget) -> None:
        for event in touch(widget):
            self.app.post_message(event)
        await pilot.pause()
        await pilot.pause()


async def test_a_double_tap_and_a_double_enter_go_one_page_on() -> None:
    for how in ("finger", "key"):
        journey = Journey()
        async with journey.app.run_test() as pilot:

            async def press(how: str = how, journey: Journey = journey, pilot: Pilot[None] = pilot) -> None:
                if how == "key":
                    await pilot.press("enter")
                else:
                    await journey.tap(pilot, journey.app.screen.query_one("#go"))

            await journey.shown(pilot, "first")
            journey.clock.advance(SEEN)
            await press()
            await journey.shown(pilot, "second")
            for _ in range(3):
                journey.clock.advance(0.12)
                await press()
            assert journey.passed == ["first"]
            journey.clock.advance(HELD)
            await press()
            await journey.shown(pilot, "third")
            assert journey.passed == ["first", "second"]


@pytest.mark.parametrize("page", [Ask, Straight])
async def test_a_burst_of_enters_that_comes_at_once_goes_one_page_on(page: type[Ask]) -> None:
    journey = Journey(page)
    async with journey.app.run_test() as pilot:
        await journey.shown(pilot, "first")
        journey.clock.advance(SEEN)
        for _ in range(3):
            journey.app.post_message(events.Key("enter", "\r"))
        await until(pilot, lambda: journey.passed)
        journey.app.post_message(events.Key("f1", None))  # what came before it has been done
        await until(pilot, lambda: not isinstance(journey.app.screen, Ask))
        assert journey.passed == ["first"]


async def test_a_finger_put_down_on_one_page_and_lifted_from_the_next_presses_nothing() -> None:
    journey = Journey()
    async with journey.app.run_test() as pilot:
        page = await journey.shown(pilot, "first")
        journey.clock.advance(SEEN)
        down, up = touch(page.query_one("#go"))
        journey.app.post_message(down)
        await pilot.pause()
        page.dismiss("by itself")
        await journey.shown(pilot, "second")
        journey.clock.advance(5)
        journey.app.post_message(up)
        await pilot.pause()
        await pilot.pause()
        assert journey.passed == ["by itself"]
        assert journey.app.mouse_captured is None


async def test_a_page_that_comes_back_takes_no_second_tap_either() -> None:
    journey = Journey()
    async with journey.app.run_test() as pilot:
        await journey.shown(pilot, "first")
        journey.clock.advance(SEEN)
        await pilot.press("f1")
        await until(pilot, lambda: not isinstance(journey.app.screen, Ask))
        await pilot.pause()
        journey.clock.advance(SEEN)
        await pilot.press("escape")
        page = await journey.shown(pilot, "first")
        await journey.tap(pilot, page.query_one("#go"))
        assert journey.passed == []
        journey.clock.advance(SEEN)
        await journey.tap(pilot, page.query_one("#go"))
        assert journey.passed == ["first"]


async def test_characters_are_taken_at_once_and_so_is_a_blank_between_two_names() -> None:
    journey = Journey()
    async with journey.app.run_test() as pilot:
        page = await journey.shown(pilot, "first")
        field = page.query_one(Field)
        field.focus()
        await pilot.press(*"ab", "space", *"cd")
        assert field.text == "ab cd"


async def test_a_plate_typed_as_soon_as_its_page_is_there_is_whole() -> None:
    async def found(plate: Plate, vehicle: VehicleType) -> None:
        del plate, vehicle

    stage: Stage[Any] = Stage(lambda: PlatePage(found))
    async with stage.played() as pilot:
        await pilot.press(*"bkz5937")
        text = stage.app.screen.query_one(PlateInput).text
        assert (text.prefix, text.suffix) == ("BKZ", "5937")


class _Page:
    pass


keys = st.sampled_from([*sorted(PRESSES), "a", "tab"])
steps = st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 2), keys), max_size=40)


@given(steps)
def test_no_key_that_presses_counts_before_a_page_has_been_seen_and_every_other_key_does(
    steps: list[tuple[int, int, str]],
) -> None:
    guard, pages = PressGuard(DOUBLE_TAP), [_Page() for _ in range(3)]
    now, since, shown = 0.0, 0.0, -1
    pressed: list[tuple[float, int, str, bool]] = []
    for passed, page, key in steps:
        now += passed / 1000
        if page != shown:
            shown, since = page, now
        guard.painted(pages[page], now)
        counts = guard.key(key, pages[page], now)
        if key not in PRESSES:
            assert counts
        elif counts:
            assert now - since >= DOUBLE_TAP
        pressed.append((now, page, key, counts))
    for (before, there, one, _), (later, here, other, counts) in pairwise(pressed):
        # A key that is held goes to no other page.
        if one == other and one in PRESSES and later - before < HELD and there != here:
            assert not counts


@given(st.lists(st.tuples(st.sampled_from(["press", "lift"]), st.integers(0, 500), st.integers(0, 1)), max_size=40))
def test_a_lift_counts_where_a_press_that_counted_began_and_once(steps: list[tuple[str, int, int]]) -> None:
    guard, pages = PressGuard(DOUBLE_TAP), [_Page(), _Page()]
    now, down = 0.0, None
    for what, passed, page in steps:
        now += passed / 1000
        guard.painted(pages[page], now)
        if what == "press":
            down = page if guard.press(pages[page], now) else None
        else:
            assert guard.lift(pages[page]) == (down == page)
            down = None


# Where money moves

OFF = {"another"}
"""The way off the page of the code."""

WAY = ("bills-3", "providers", "check", "payment")


def _acting(page: Page[Any]) -> dict[str, Region]:
    """Return where a touch does something, in cells of the screen, but for the footer, whose places are the same."""
    found = {str(action.id): action.region for action in page.query(Action) if action.display and not action.disabled}
    for targets in page.walk_children():
        if isinstance(targets, Targets) and targets.id != "footer" and targets.display:
            for target in targets.targets:
                found[target.name] = target.region.translate(targets.region.offset).intersection(targets.region)
    return {name: region for name, region in found.items() if region.area}


@pytest.mark.long
@pytest.mark.parametrize("size", [(54, 30), (67, 53), *SIZES], ids=str)
async def test_on_the_way_to_the_code_no_way_on_lies_under_the_one_before(size: tuple[int, int]) -> None:
    pages = []
    for name in WAY:
        stage: Stage[Any] = Stage(VIEWS[name].page)
        async with stage.played(size):
            pages.append(_acting(stage.app.screen))  # type: ignore[arg-type]
    bills, providers, check, payment = pages
    assert not [name for name, region in providers.items() if region.overlaps(bills["pay"])]
    assert not [name for name, region in providers.items() if region.overlaps(check["confirm"])]
    assert not [name for name, region in payment.items() if region.overlaps(check["confirm"]) and name not in OFF]
