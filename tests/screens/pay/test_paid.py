"""The page "paid": felt at once, with what is still owed one touch away, and home by itself."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.domain.money import Money
from kiosk.domain.payment import PaymentState
from kiosk.languages import LANGUAGES
from kiosk.screens.frame.help import HelpPage
from kiosk.screens.frame.idle_watch import PAID_STAYS
from kiosk.screens.pay.bill_words import bought
from kiosk.screens.pay.paid import AfterPaying, PaidPage, Still
from kiosk.widgets.codes.qr_code import QrCode
from kiosk.widgets.ground.countdown import Countdown
from kiosk.widgets.ground.paid_panel import PaidPanel
from tests.screens import samples
from tests.screens.stage import SIZES, Stage, until

LINK = "HTTP://127.0.0.1:38211/S/7K2M9Q4TXA7K2M9Q4TXA7K2M9Q"


def showing(**more: Any) -> Stage[AfterPaying]:
    styles = {name: more.pop(name) for name in ("language", "theme") if name in more}
    return Stage(lambda: PaidPage(samples.payment(PaymentState.PAID), samples.JKOPAY, bought(2), **more), **styles)


def filled(panel: PaidPanel) -> int:
    """Return how many columns of the panel's first line are drawn."""
    ground = panel.rich_style.bgcolor
    return sum(
        segment.cell_length for segment in panel.render_line(0) if segment.style and segment.style.bgcolor == ground
    )


@pytest.mark.variants
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_was_paid_stands_on_a_panel_over_the_whole_width(size: tuple[int, int], language: str) -> None:
    stage = showing(language=language, still=Still(1, Money(71)), receipt_link=LINK)
    async with stage.played(size) as pilot:
        panel = pilot.app.screen.query_one(PaidPanel)
        assert panel.size.width == filled(panel) == size[0]
        assert "$55" in stage.text()
        assert "$71" in stage.text()
        assert "R20261123-000042" in stage.text()
        page = pilot.app.screen.query_one("#page").region
        for widget in ("#ends", "#receipt", "#more", "#finish"):
            assert page.contains_region(pilot.app.screen.query_one(widget).region)
        code = pilot.app.screen.query_one(QrCode)
        assert not code.scale or page.contains_region(code.region)


async def test_the_panel_is_drawn_in_from_the_left_and_at_once_where_motion_is_off() -> None:
    still, moving = showing(), showing()
    async with still.played() as pilot:
        panel = pilot.app.screen.query_one(PaidPanel)
        assert filled(panel) == 80
        panel.drawn = 0.25
        assert filled(panel) == 20
    moving.app.animation_level = "full"
    async with moving.played() as pilot:
        panel = pilot.app.screen.query_one(PaidPanel)
        await until(pilot, lambda: panel.drawn >= 1.0)
        assert filled(panel) == 80


async def test_what_is_still_owed_is_one_touch_away() -> None:
    stage = showing(still=Still(3, Money(171)))
    async with stage.played() as pilot:
        assert "還有 3 張 $171 沒繳" in stage.text()
        await pilot.click("#more")
        await pilot.pause()
    assert stage.answer is AfterPaying.MORE


async def test_where_nothing_is_left_nothing_offers_to_go_on() -> None:
    stage = showing(still=Still(0, Money(0)))
    async with stage.played() as pilot:
        assert not pilot.app.screen.query("#more")
        assert "還有" not in stage.text()


async def test_an_office_says_how_long_it_stays() -> None:
    stage = showing()
    stage.app.paid_stays = 10.0
    async with stage.played() as pilot:
        stage.clock.advance(10)
        stage.app.screen.query_one(Countdown).tick()
        await pilot.pause()
        assert stage.answer is AfterPaying.FINISH


async def test_it_goes_home_by_itself_after_half_a_minute_and_a_key_gives_it_its_time_again() -> None:
    stage = showing()
    async with stage.played() as pilot:
        stage.clock.advance(PAID_STAYS - 1)
        await pilot.press("x")
        stage.clock.advance(PAID_STAYS - 1)
        stage.app.screen.query_one(Countdown).tick()
        await pilot.pause()
        assert stage.answer is None
        stage.clock.advance(1)
        stage.app.screen.query_one(Countdown).tick()
        await pilot.pause()
    assert stage.answer is AfterPaying.FINISH


async def test_who_reads_help_is_not_sent_home_and_comes_back_to_the_whole_time() -> None:
    stage = showing()
    async with stage.played() as pilot:
        countdown = stage.app.screen.query_one(Countdown)
        await pilot.press("f1")
        stage.clock.advance(PAID_STAYS)
        countdown.tick()
        await pilot.pause()
        assert isinstance(stage.app.screen, HelpPage)
        await pilot.press("escape")
        stage.clock.advance(PAID_STAYS - 1)
        countdown.tick()
        await pilot.pause()
        assert stage.answer is None
        stage.clock.advance(1)
        countdown.tick()
        await pilot.pause()
    assert stage.answer is AfterPaying.FINISH


async def test_the_receipt_to_take_along_is_a_code_where_there_is_room_for_one() -> None:
    stage = showing(receipt_link=LINK)
    async with stage.played((120, 40)) as pilot:
        assert pilot.app.screen.query_one(QrCode).scale
        assert "掃描帶走收據" in stage.text()
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert not pilot.app.screen.query_one(QrCode).scale
        assert "掃描帶走收據" not in stage.text()
