"""The frame around every page: header, footer, and the ways out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from textual.app import ComposeResult
from textual.pilot import Pilot

from kiosk.contract.service import ServiceInfo
from kiosk.i18n import Message, say
from kiosk.screens.frame import page as frame_page
from kiosk.screens.frame.help import HelpPage
from kiosk.screens.frame.navigation import Away
from kiosk.screens.frame.page import TALL, Page
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.footer import KioskFooter
from kiosk.widgets.ground.header import KioskHeader
from kiosk.widgets.ground.too_small import FULL_COLUMNS
from kiosk.widgets.ground.words import Words
from tests.screens.stage import SIZES, Stage, until

SERVICE = ServiceInfo(
    office="松山停車服務中心", now=datetime(2026, 11, 23, 2, 28, tzinfo=UTC), demo=True, help_phone="02-2726-9600"
)


class Plain(Page[str]):
    """A page with a heading, one line and one thing to do."""

    def __init__(self) -> None:
        super().__init__()
        self.presses = 0

    def heading(self) -> Message:
        return say("help-title")

    def step(self) -> tuple[int, int]:
        return 1, 4

    def compose_page(self) -> ComposeResult:
        yield Words("help-counter")

    def secondary_actions(self) -> Iterable[Action]:
        return [Action("step-again", id="again")]

    def primary_action(self) -> Action:
        return Action("help-go-on", "primary", id="go-on")

    def on_action_pressed(self) -> None:
        self.presses += 1


@pytest.mark.variants
@pytest.mark.parametrize("size", [*SIZES, (80, TALL - 1), (80, TALL), (200, 60)])
async def test_the_room_of_a_page_is_known_before_it_is_laid_out(size: tuple[int, int]) -> None:
    stage = Stage(Plain)
    async with stage.played(size):
        page = stage.app.screen
        assert isinstance(page, Page)
        assert page.room() == page.query_one("#page").outer_size
        assert page.room(beside=3) == page.room() - (6, 0)


async def touch_footer(stage: Stage[str], pilot: Pilot[None], name: str) -> None:
    footer = stage.app.screen.query_one(KioskFooter)
    target = next(target for target in footer.targets if target.name == name)
    await pilot.click(footer, offset=(target.region.x + 1, target.region.y))
    await pilot.pause()


@pytest.mark.parametrize(("key", "way"), [("escape", Away.BACK), ("home", Away.HOME)])
async def test_a_key_leads_back_and_home(key: str, way: Away) -> None:
    stage = Stage(Plain)
    async with stage.played() as pilot:
        await pilot.press(key)
        await pilot.pause()
    assert stage.answer is way


@pytest.mark.parametrize(("name", "way"), [("back", Away.BACK), ("home", Away.HOME)])
async def test_a_touch_leads_back_and_home(name: str, way: Away) -> None:
    stage = Stage(Plain)
    async with stage.played() as pilot:
        await touch_footer(stage, pilot, name)
    assert stage.answer is way


async def test_a_second_press_on_the_way_out_leaves_nothing_but_this_page() -> None:
    stage = Stage(Plain)
    async with stage.played() as pilot:
        page = stage.app.screen
        page.dismiss(Away.BACK)
        page.dismiss(Away.HOME)
        await pilot.pause()
        assert len(stage.app.screen_stack) == 1
    assert stage.answer is Away.BACK


async def test_an_answer_takes_along_what_lies_over_the_page() -> None:
    stage = Stage(Plain)
    async with stage.played() as pilot:
        page = stage.app.screen
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(stage.app.screen, HelpPage)
        page.dismiss("paid")
        await pilot.pause()
        assert len(stage.app.screen_stack) == 1
    assert stage.answer == "paid"


async def test_help_over_a_page_with_a_trouble_shows_its_support_code() -> None:
    class Troubled(Plain):
        support_code = "S-7ZK3M0W"

    stage = Stage(Troubled)
    async with stage.played() as pilot:
        await touch_footer(stage, pilot, "help")
        assert isinstance(stage.app.screen, HelpPage)
        assert "S-7ZK3M0W" in stage.text()


async def test_the_header_says_service_office_time_and_state() -> None:
    stage = Stage(Plain)
    async with stage.played() as pilot:
        header = stage.app.screen.query_one(KioskHeader)
        assert "停車一站式服務" in stage.text()
        assert "10:28" in stage.text()
        assert "松山" not in stage.text()
        stage.app.service = SERVICE
        stage.app.backend_state = "unreachable"
        stage.clock.jump(60)
        header._check()
        await pilot.pause()
        line = stage.text().splitlines()[0]
        assert "松山停車服務中心" in line
        assert "10:29" in line
        assert "▲ 連線中斷" in line


async def test_the_header_repaints_only_when_what_it_says_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Stage(Plain)
    async with stage.played() as pilot:
        header = stage.app.screen.query_one(KioskHeader)
        painted: list[int] = []
        monkeypatch.setattr(header, "refresh", lambda: painted.append(1))
        header._check()
        assert painted == []
        stage.clock.jump(60)
        header._check()
        assert painted == [1]
        await pilot.pause()


async def test_a_change_of_language_keeps_the_page_and_what_has_the_focus() -> None:
    stage = Stage(Plain)
    async with stage.played() as pilot:
        await pilot.press("tab")
        before = stage.app.focused
        await touch_footer(stage, pilot, "language")
        assert "Would you like somebody to help?" in stage.text()
        assert "Step 1 of 4" in stage.text()
        await pilot.press("f2")
        await pilot.pause()
        assert "第 1 步，共 4 步" in stage.text()
        assert before is not None
        assert before.is_attached


async def test_contrast_turns_on_and_off() -> None:
    stage = Stage(Plain)
    async with stage.played() as pilot:
        await touch_footer(stage, pilot, "contrast")
        assert stage.app.theme == "contrast"
        await pilot.press("f3")
        assert stage.app.theme == "day"


@pytest.mark.variants
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh-TW", "en"])
async def test_the_aids_are_in_the_same_place_on_every_page(size: tuple[int, int], language: str) -> None:
    class Start(Plain):
        can_go_back = False
        can_go_home = False

    places = []
    for page in (Plain, Start):
        stage = Stage(page, language=language)
        async with stage.played(size):
            footer = stage.app.screen.query_one(KioskFooter)
            assert footer.region.bottom == size[1]
            assert all(footer.size.region.contains_region(target.region) for target in footer.targets)
            places.append({target.name: target.region for target in footer.targets})
    assert places[0].keys() - places[1].keys() == {"back", "home"}
    assert {name: places[0][name] for name in places[1]} == places[1]


@pytest.mark.parametrize("size", SIZES)
async def test_the_footer_is_high_enough_for_fingers_where_the_window_is(size: tuple[int, int]) -> None:
    stage = Stage(Plain)
    async with stage.played(size):
        footer = stage.app.screen.query_one(KioskFooter)
        assert {target.region.height for target in footer.targets} == {3 if size[1] >= 30 else 1}


@pytest.mark.parametrize("size", SIZES)
async def test_the_primary_action_stands_at_the_lower_right_above_the_footer(size: tuple[int, int]) -> None:
    stage = Stage(Plain)
    async with stage.played(size):
        page = stage.app.screen
        place, again = page.query_one("#go-on").region, page.query_one("#again").region
        content = page.query_one("#page").content_region
        assert (place.right, place.bottom) == (content.right, content.bottom)
        assert (again.x, again.y) == (content.x, place.y)
        assert place.height == 3
        assert place.width >= (16 if size[0] >= FULL_COLUMNS else 12)  # the columns of a slim window are wide


async def test_every_control_is_reached_with_only_the_arrows_and_the_focus_never_gets_lost() -> None:
    stage = Stage(Plain)
    async with stage.played() as pilot:
        seen = set()
        for _ in range(12):
            focused = stage.app.focused
            assert focused is not None
            cursor = focused.cursor if isinstance(focused, KioskFooter) else None
            seen.add(focused.id if cursor is None else cursor.name)
            await pilot.press("right")
        assert seen == {"again", "go-on", "back", "home", "language", "large", "contrast", "help"}


async def test_a_press_counts_once_within_the_pause() -> None:
    stage = Stage(Plain)
    async with stage.played() as pilot:
        page = stage.app.screen
        assert isinstance(page, Plain)
        await pilot.click("#go-on")
        await pilot.click("#go-on")
        assert page.presses == 1
        stage.clock.advance(0.7)
        await pilot.click("#go-on")
        assert page.presses == 2


async def test_sliding_off_takes_a_press_back() -> None:
    stage = Stage(Plain)
    async with stage.played() as pilot:
        page = stage.app.screen
        assert isinstance(page, Plain)
        await pilot.mouse_down("#go-on")
        await pilot.mouse_up("#title")
        assert page.presses == 0
        footer = page.query_one(KioskFooter)
        back = footer.targets[0].region
        await pilot.mouse_down(footer, offset=(back.x + 1, 0))
        await pilot.mouse_up(footer, offset=(back.right + 20, 0))
        await pilot.pause()
        assert stage.answer is None


async def test_a_page_that_waits_takes_no_presses_says_so_after_a_moment_and_can_still_be_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stage = Stage(Plain)
    assert frame_page.PATIENCE == 0.2
    monkeypatch.setattr(frame_page, "PATIENCE", 3600)
    async with stage.played() as pilot:
        page = stage.app.screen
        assert isinstance(page, Plain)
        page.working(say("plate-asking"))
        await pilot.pause()
        assert "查詢中" not in stage.text()
        monkeypatch.setattr(frame_page, "PATIENCE", 0.01)
        page.working(say("plate-asking"))
        await until(pilot, lambda: "查詢中" in stage.text())
        await pilot.click("#go-on")
        assert page.presses == 0
        page.working(None)
        await pilot.pause()
        assert "查詢中" not in stage.text()
        await pilot.click("#go-on")
        assert page.presses == 1
        page.working(say("plate-asking"))
        await touch_footer(stage, pilot, "back")
    assert stage.answer is Away.BACK
