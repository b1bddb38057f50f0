"""A window in which no page can stand: it says so, comes and goes with the size, and nothing is lost meanwhile."""

from __future__ import annotations

import random
from typing import Any

import pytest
from textual import events
from textual.geometry import Size
from textual.pilot import Pilot

from kiosk.domain.payment import PaymentState
from kiosk.languages import LANGUAGES
from kiosk.screens.frame.help import HelpPage
from kiosk.screens.frame.idle import LIMIT, WARNING, IdleWarning
from kiosk.screens.pay.payment import Settled
from kiosk.screens.pay.plate import PlatePage
from kiosk.widgets.ground.too_small import COLUMNS, FULL_COLUMNS, FULL_ROWS, ROWS, TooSmall
from kiosk.widgets.typing.plate_input import PlateInput
from tests.screens import samples
from tests.screens.gallery import VIEWS, asked
from tests.screens.pay.test_payment import Paying
from tests.screens.stage import SIZES, Stage, until

TITLE = "視窗太小"
TOO_SMALL = [(COLUMNS - 1, 40), (120, ROWS - 1), (FULL_COLUMNS - 1, FULL_ROWS - 1)]


def at_the_plate() -> Stage[Any]:
    return Stage(lambda: PlatePage(asked))


async def resized(pilot: Pilot[None], columns: int, rows: int) -> None:
    await pilot.resize_terminal(columns, rows)
    await until(pilot, lambda: pilot.app.screen.size == (columns, rows))
    await pilot.pause()


@pytest.mark.variants
@pytest.mark.parametrize("size", [*TOO_SMALL, (30, 8), (20, 5), (8, 2), (1, 1)])
async def test_a_window_too_small_for_any_page_shows_one_calm_page(size: tuple[int, int]) -> None:
    stage = at_the_plate()
    async with stage.played(size) as pilot:
        stage.app.screen.query_one("#pad").focus()
        await pilot.pause()
        text = stage.text()
        assert "車牌" not in text
        assert "首頁" not in text
        assert not stage.app.screen.show_vertical_scrollbar
        if size[0] >= 20:
            assert TITLE in text
            assert "請放大視窗" in text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_says_what_to_do_in_every_language(language: str) -> None:
    stage: Stage[Any] = Stage(lambda: PlatePage(asked), language=language)
    async with stage.played((63, 15)):
        for message in ("too-small-title", "too-small-now", "too-small-kept"):
            assert stage.app.texts(message) in stage.text()


@pytest.mark.parametrize("size", SIZES)
async def test_every_window_that_pages_are_built_for_shows_the_page(size: tuple[int, int]) -> None:
    stage = at_the_plate()
    async with stage.played(size):
        assert TITLE not in stage.text()
        assert "請輸入車牌號碼" in stage.text()


async def test_it_comes_and_goes_with_the_size_and_what_was_typed_stays() -> None:
    stage = at_the_plate()
    async with stage.played() as pilot:
        await pilot.press(*"bkz59")
        focused = stage.app.focused
        await resized(pilot, 40, 10)
        assert TITLE in stage.text()
        await resized(pilot, 80, 24)
        assert TITLE not in stage.text()
        boxes = stage.app.screen.query_one(PlateInput)
        assert (boxes.text.prefix, boxes.text.suffix) == ("BKZ", "59")
        assert stage.app.focused is focused
        await pilot.press("3")
        assert boxes.text.suffix == "593"


async def test_keys_and_touches_do_nothing_that_no_one_sees() -> None:
    stage = at_the_plate()
    async with stage.played() as pilot:
        await pilot.press(*"bkz5937")
        await resized(pilot, 60, 12)
        await pilot.press("enter", "escape", "home", "x", "backspace", "tab", "f1")
        await pilot.click(offset=(5, 11))  # where "back" stands in a larger window
        await pilot.pause()
        assert stage.answer is None
        await resized(pilot, 80, 24)
        assert isinstance(stage.app.screen, PlatePage)
        text = stage.app.screen.query_one(PlateInput).text
        assert (text.prefix, text.suffix) == ("BKZ", "5937")


async def test_a_key_of_the_app_itself_still_works() -> None:
    stage = at_the_plate()
    stage.app.bind("ctrl+c", "quit", show=False)
    async with stage.played((40, 10)) as pilot:
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert stage.app._exit


@pytest.mark.long
async def test_help_over_a_page_is_there_again_too_and_leads_back() -> None:
    stage = at_the_plate()
    async with stage.played() as pilot:
        await pilot.press("b", "f1")
        await resized(pilot, 30, 8)
        assert TITLE in stage.text()
        await resized(pilot, 120, 40)
        assert isinstance(stage.app.screen, HelpPage)
        assert "需要有人幫忙嗎" in stage.text()
        await pilot.press("escape")
        await pilot.pause()
        assert stage.app.screen.query_one(PlateInput).text.prefix == "B"
        assert TITLE not in stage.text()


async def test_no_one_there_ends_the_visit_in_a_small_window_as_well() -> None:
    stage = at_the_plate()
    async with stage.played((40, 10)) as pilot:
        stage.app._watch_idleness()
        stage.clock.advance(LIMIT - WARNING)
        stage.app._watch_idleness()
        await pilot.pause()
        assert isinstance(stage.app.screen, IdleWarning)
        stage.clock.advance(WARNING)
        stage.app._watch_idleness()
        await pilot.pause()
    assert stage.answer is not None


@pytest.mark.long
async def test_a_payment_goes_on_below_and_its_code_comes_back() -> None:
    stage = Paying()
    async with stage.played((120, 40)) as pilot:
        scale = stage.code.scale
        await resized(pilot, 50, 12)
        assert TITLE in stage.text()
        await stage.hears(pilot, samples.payment(PaymentState.PROCESSING, version=2))
        await resized(pilot, 120, 40)
        assert TITLE not in stage.text()
        assert stage.code.scale == scale
        assert stage.code.covered
        await resized(pilot, 50, 12)
        await stage.hears(pilot, samples.payment(PaymentState.PAID, version=3))
    assert isinstance(stage.answer, Settled)


@pytest.mark.long
async def test_the_enlarged_code_stays_by_itself_where_it_has_no_room_for_its_words() -> None:
    stage = Paying()
    async with stage.played() as pilot:
        await pilot.click("#cannot-scan")
        page = stage.app.screen
        page._enlarge()  # type: ignore[attr-defined]
        await pilot.pause()
        await resized(pilot, 64, 16)
        await pilot.pause()
        assert stage.code.scale == 1
        assert stage.app.screen.region.contains_region(stage.code.region)
        await resized(pilot, 80, 24)
        await pilot.pause()
        assert stage.code.scale == 1


async def test_a_size_that_is_reported_late_is_not_believed() -> None:
    stage = at_the_plate()
    async with stage.played() as pilot:
        before = stage.text()
        stage.app.screen.post_message(events.Resize(Size(120, 5), Size(120, 5)))
        await pilot.pause()
        await pilot.pause()
        assert stage.text() == before


async def test_a_page_is_painted_again_for_the_windows_word_and_not_for_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stage, size, layouts = at_the_plate(), Size(80, 24), []
    async with stage.played(size) as pilot:
        page = stage.app.screen
        reflow = page._compositor.reflow

        def counted(*args: Any) -> Any:
            layouts.append(args)
            return reflow(*args)

        monkeypatch.setattr(page._compositor, "reflow", counted)
        page.post_message(events.Resize(size, size))
        await pilot.pause()
        assert not layouts
        # A window that was smaller for a moment has lost what stood there.
        stage.app.post_message(events.Resize(size, size))
        await pilot.pause()
        assert layouts


@pytest.mark.long
@pytest.mark.parametrize("name", ["plate", "bills-40", "payment", "welcome-demo"])
async def test_a_storm_of_sizes_leaves_the_page_as_it_was(name: str) -> None:
    view, chance = VIEWS[name], random.Random(name)
    stage: Stage[Any] = Stage(view.page)
    async with stage.played() as pilot:
        if view.then is not None:
            view.then(stage)
        await pilot.pause()
        before = stage.text()
        for _ in range(12):
            await resized(pilot, chance.randint(1, 130), chance.randint(1, 60))
            small = stage.app.screen.query_one(TooSmall)
            assert small.display == (stage.app.size.width < COLUMNS or stage.app.size.height < ROWS)
        await resized(pilot, 80, 24)
        await pilot.pause()
        assert stage.text() == before
