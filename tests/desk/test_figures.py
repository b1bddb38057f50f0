"""The day in figures: who may see them, what they say, and that they stay when they cannot be counted anew."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr

from kiosk.contract.desk.figures import CodeCount, Figures, HourCount, PaymentCount, TerminalCount
from kiosk.contract.desk.session import DeskSession, Permission
from kiosk.desk.figures_page import FiguresPage
from kiosk.desk.widgets.bars import HourBars
from kiosk.domain.dates import midnight, taipei_date
from kiosk.domain.payment import PaymentState
from tests.clock import START
from tests.desk.office import Desk, Office, desk, standing
from tests.desk.stub import Refusal
from tests.screens.stage import until

SONGSHAN = {"office": "松山停車服務中心", "office_en": "Songshan Parking Service"}
WANHUA = {"office": "萬華停車服務中心", "office_en": "Wanhua Parking Service"}


def figures(**changes: Any) -> Figures:
    reported = Figures(
        day=taipei_date(START),
        since=midnight(taipei_date(START)),
        hours=(
            HourCount(hour=8, begun=12, paid=9), HourCount(hour=9, begun=34, paid=30),
            HourCount(hour=10, begun=17, paid=11),
        ),
        payments=(
            PaymentCount(**SONGSHAN, state=PaymentState.PAID, count=31),
            PaymentCount(**SONGSHAN, state=PaymentState.UNKNOWN, count=2),
            PaymentCount(**WANHUA, state=PaymentState.PAID, count=19),
            PaymentCount(**WANHUA, state=PaymentState.WAITING, count=4),
            PaymentCount(**WANHUA, state=PaymentState.EXPIRED, count=7),
        ),
        codes=(
            CodeCount(gateway="mitake", state="delivered", count=40),
            CodeCount(gateway="mitake", state="failed", count=3),
            CodeCount(gateway=None, state="expired", count=1),
        ),
        terminals=(
            TerminalCount(**SONGSHAN, trouble=None, count=3), TerminalCount(**SONGSHAN, trouble="no-paper", count=1),
            TerminalCount(**WANHUA, trouble="lost", count=2),
        ),
        as_of=START,
    )  # fmt: skip
    return reported.model_copy(update=changes)


def of_a_senior() -> Office:
    """Return an office whose clerk may see the figures."""
    office = Office()
    may = (*standing().permissions, Permission.FIGURES.value)
    office.scripts["/session"] = lambda _: DeskSession(token=SecretStr("t" * 43), standing=standing(permissions=may))
    office.scripts["/figures"] = lambda _: figures()
    return office


async def opened(at: Desk) -> None:
    await at.sign_in()
    await at.shows("F10")
    await at.press("f10")
    await at.shows("█", "░")


@pytest.mark.long
async def test_the_day_is_shown_by_office_and_state_with_everything_added_up() -> None:
    async with desk(of_a_senior(), size=(120, 40)) as at:
        await opened(at)
        await at.shows("今天的數字", "松山停車服務中心", "全部", "缺紙 1", "斷線逾 10 分鐘 2", "mitake")
        row = next(line for line in at.text().splitlines() if "全部" in line)
        assert row.split() == ["全部", "63", "50", "4", "2", "7", "0"]


@pytest.mark.long
async def test_readers_of_english_get_the_english_names_of_offices() -> None:
    async with desk(of_a_senior(), size=(120, 40), language="en") as at:
        await opened(at)
        await at.shows("Songshan Parking Service", "Wanhua Parking Service")
        await at.hides("萬華")


async def test_who_may_not_see_them_finds_no_key_and_asks_for_nothing() -> None:
    async with desk() as at:
        await at.sign_in()
        await at.hides("F10")
        await at.press("f10")
        await at.shows("您的角色不能這樣做")
        assert at.stub.of("/figures") == []


@pytest.mark.long
async def test_figures_that_cannot_be_counted_anew_stay_with_their_time_and_the_page_says_so() -> None:
    office = of_a_senior()
    async with desk(office, size=(120, 40)) as at:
        await opened(at)
        await at.shows("10:28 的數字", "缺紙 1")
        office.scripts["/figures"] = lambda _: Refusal("busy", 503)
        await at.press("f5")
        await at.hides("統計中", "已重新統計")
        await until(at.pilot, lambda: len(at.stub.of("/figures")) > 1)
        await at.shows("10:28 的數字", "缺紙 1", "松山停車服務中心")


@pytest.mark.long
async def test_bars_are_drawn_anew_only_where_a_figure_is_another_one() -> None:
    office = of_a_senior()
    async with desk(office, size=(120, 40)) as at:
        await opened(at)
        await at.shows("缺紙 1")
        page = at.app.screen
        assert isinstance(page, FiguresPage)
        bars, drawn = page.query_one(HourBars), list[int]()
        draw = bars._draw

        def noted() -> None:
            drawn.append(1)
            draw()

        bars._draw = noted  # type: ignore[method-assign]
        await at.press("f5")
        await at.shows("已重新統計")
        assert drawn == []
        office.scripts["/figures"] = lambda _: figures(hours=(HourCount(hour=3, begun=5, paid=1),))
        await at.press("f5")
        await until(at.pilot, lambda: drawn == [1])


async def test_esc_goes_back_to_the_box() -> None:
    async with desk(of_a_senior()) as at:
        await opened(at)
        await at.press("escape")
        await at.shows("輸入民眾手上的號碼")
