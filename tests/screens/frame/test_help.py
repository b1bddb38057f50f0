"""Whom to ask, and how it works."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from kiosk.domain.dates import TAIPEI
from kiosk.i18n import say
from kiosk.screens.frame.goodbye import STAYS, GoodbyePage
from kiosk.screens.frame.help import PHONE, HelpPage
from kiosk.screens.frame.how_to import HowToPage
from kiosk.screens.frame.navigation import Away
from kiosk.screens.frame.written_page import OtherLanguage
from kiosk.screens.read.article import ArticlePage
from kiosk.widgets.ground.big_figure import BigFigure
from kiosk.widgets.ground.countdown import Countdown
from kiosk.widgets.ground.picture_steps import PictureSteps
from tests.clock import ManualClock
from tests.screens import office
from tests.screens.frame.test_frame import SERVICE
from tests.screens.stage import SIZES, Stage


@pytest.mark.variants
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh-TW", "en"])
async def test_help_says_where_when_and_by_phone(size: tuple[int, int], language: str) -> None:
    stage = Stage(lambda: HelpPage("S-7ZK3M0W"), language=language)
    async with stage.played(size):
        window = stage.app.screen.query_one("#page").content_region
        shown = stage.text()
        assert "08:30–17:30" in shown
        assert "S-7ZK3M0W" in shown
        assert "1999" in shown
        phone = stage.app.screen.query_one(BigFigure)
        assert phone._text == PHONE
        assert window.contains_region(phone.region)
        assert window.contains_region(stage.app.screen.query_one("#go-on").region)
        assert not phone.region.overlaps(stage.app.screen.query_one("#go-on").region)


async def test_the_phone_number_is_the_offices_own() -> None:
    stage = Stage(HelpPage)
    stage.app.service = SERVICE.model_copy(update={"help_phone": "02-8791-0000", "hours": "Sa-Su 10:00-12:00"})
    async with stage.played((64, 16)):
        assert "02-8791-0000" in stage.text()
        assert "星期六、星期日 10:00–12:00" in stage.text()
        assert "S-" not in stage.text()


@pytest.mark.variants
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("language", "words"), [("zh-TW", "請說是機台「{}」"), ("en", "This is machine “{}”")])
@pytest.mark.parametrize("hour", [10, 22])
async def test_a_caller_reads_which_machine_it_is(size: tuple[int, int], language: str, words: str, hour: int) -> None:
    name = "信義行政中心一樓 2 號"
    clock = ManualClock(datetime(2026, 11, 27, hour, tzinfo=TAIPEI))
    stage = Stage(lambda: HelpPage("S-7ZK3M0W"), language=language, clock=clock)
    stage.app.service = SERVICE.model_copy(update={"terminal": name})
    async with stage.played(size):
        page = stage.app.screen
        assert "".join(words.format(name).split()) in "".join(stage.text().split())
        assert "1999" in stage.text() + page.query_one(BigFigure)._text
        window = page.query_one("#page").content_region
        assert window.contains_region(page.query_one(BigFigure).region)
        assert window.contains_region(page.query_one("#go-on").region)


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (datetime(2026, 11, 27, 8, 29, tzinfo=TAIPEI), "1999"),
        (datetime(2026, 11, 27, 8, 30, tzinfo=TAIPEI), PHONE),
        (datetime(2026, 11, 27, 17, 30, tzinfo=TAIPEI), "1999"),
        (datetime(2026, 11, 28, 15, 56, tzinfo=TAIPEI), "1999"),
    ],
)
async def test_the_large_number_is_the_one_that_is_answered_now(moment: datetime, number: str) -> None:
    stage = Stage(HelpPage, clock=ManualClock(moment))
    async with stage.played((64, 16)):
        assert stage.app.screen.query_one(BigFigure)._text == number
        assert PHONE in stage.text() if number != PHONE else "1999" in stage.text()
        assert "08:30–17:30" in stage.text()


async def test_what_is_wrong_with_the_backend_is_there_for_the_staff() -> None:
    stage = Stage(HelpPage)
    stage.app.backend_trouble = say("embedded-port")
    async with stage.played():
        assert "連接埠已被其他程式使用" in stage.text()


@pytest.mark.parametrize("key", ["enter", "escape"])
async def test_every_way_out_of_help_leads_back(key: str) -> None:
    stage = Stage(HelpPage)
    async with stage.played() as pilot:
        await pilot.press(key)
        await pilot.pause()
    assert stage.answer is Away.BACK


@pytest.mark.variants
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh-TW", "en"])
async def test_the_four_steps_are_all_on_the_screen(size: tuple[int, int], language: str) -> None:
    stage = Stage(HowToPage, language=language)
    async with stage.played(size):
        page = stage.app.screen
        steps, action = page.query_one(PictureSteps), page.query_one("#understood")
        lines = stage.text().splitlines()[steps.region.y : action.region.y]
        shown = re.sub(r"\s", "", "".join(lines))
        for number in range(1, 5):
            # The columns are read line by line, so the words of one step are looked for in pieces.
            words = stage.app.texts(f"how-step-{number}")
            assert all(piece in shown for piece in re.findall(r"[A-Za-z]+|[^\sA-Za-z]", words))
        assert steps.region.bottom <= action.region.y


async def test_help_stays_though_the_page_below_it_ends_by_itself() -> None:
    stage = Stage(GoodbyePage)
    async with stage.played() as pilot:
        countdown = stage.app.screen.query_one(Countdown)
        await pilot.press("f1")
        stage.clock.advance(STAYS)
        countdown.tick()
        await pilot.pause()
        assert isinstance(stage.app.screen, HelpPage)
        await pilot.press("escape")
        await pilot.pause()
        assert countdown.seconds == STAYS


async def test_a_change_of_language_in_help_leaves_help_open_and_asks_anew_once_it_is_left() -> None:
    stage = Stage(lambda: ArticlePage(office.article()))
    async with stage.played() as pilot:
        page = stage.app.screen
        assert isinstance(page, ArticlePage)
        await pilot.press("f1", "f2")
        page._check_language()  # as it does four times a second
        await pilot.pause()
        assert isinstance(stage.app.screen, HelpPage)
        await pilot.press("escape")
        await pilot.pause()
        page._check_language()
        await pilot.pause()
    assert isinstance(stage.answer, OtherLanguage)
