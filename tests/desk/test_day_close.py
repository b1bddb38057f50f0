"""A day's close at the desk: what came in, went out and is open, and a day back and forth by the keys."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import SecretStr

from kiosk.contract.desk.day_close import DayClose, DayCloseLine, DaySum
from kiosk.contract.desk.session import DeskSession, Permission
from tests.clock import START
from tests.desk.office import Desk, Office, desk, standing
from tests.desk.stub import Refusal
from tests.screens.stage import until

SONGSHAN = {"office": "松山停車服務中心", "office_en": "Songshan Parking Service"}
WANHUA = {"office": "萬華停車服務中心", "office_en": "Wanhua Parking Service"}
NONE = DaySum(count=0, dollars=0)


def line(place: dict[str, str], name: str, english: str, count: int, **more: DaySum) -> DayCloseLine:
    return DayCloseLine(
        office=place["office"],
        office_en=place["office_en"],
        provider_name=name,
        provider_name_en=english,
        came_in=DaySum(count=count, dollars=count * 310),
        went_out=more.get("went_out", NONE),
        no_outcome=more.get("no_outcome", NONE),
        due=more.get("due", NONE),
    )


LINES = (
    line(SONGSHAN, "街口支付", "JKOPAY", 41, went_out=DaySum(count=2, dollars=96), due=DaySum(count=1, dollars=55)),
    line(SONGSHAN, "悠遊付", "EasyWallet", 12),
    line(WANHUA, "街口支付", "JKOPAY", 9, no_outcome=DaySum(count=3, dollars=240)),
)


def close_of(day: str, lines: tuple[DayCloseLine, ...] = LINES) -> DayClose:
    return DayClose(day=date.fromisoformat(day), lines=lines, as_of=START)


def of_an_auditor() -> Office:
    """Return an office whose auditor may see a day's close, and nothing else."""
    office = Office()
    signed_in = standing(roles=("auditor",), permissions=(Permission.DAY_CLOSE.value,))
    office.scripts["/session"] = lambda _: DeskSession(token=SecretStr("t" * 43), standing=signed_in)
    office.scripts["/day-close"] = lambda body: close_of(body["day"])
    return office


async def opened(at: Desk) -> None:
    await at.sign_in()
    await at.shows("F10")
    await at.press("f10")
    await at.shows("12,710")


def asked(at: Desk) -> list[Any]:
    return [one.body["day"] for one in at.stub.of("/day-close")]


async def test_it_is_added_up_by_office_and_over_all() -> None:
    async with desk(of_an_auditor()) as at:
        await opened(at)
        await at.shows("日結", "11/23", "62 次 19,220", "53 次 16,430", "9 次 2,790", "2 次 96", "3 次 240", "1 次 55")
        rows = [row.split() for row in at.text().splitlines()]
        assert ["街口支付", "41", "次", "12,710", "2", "次", "96", "—", "1", "次", "55"] in rows


async def test_in_a_small_window_each_provider_stands_beside_its_figures_below_its_office() -> None:
    async with desk(of_an_auditor(), size=(80, 24), language="en") as at:
        await opened(at)
        rows = [row.split() for row in at.text().splitlines()]
        assert ["Songshan", "Parking", "Service"] in rows
        assert ["Subtotal", "53", "·", "16,430", "2", "·", "96", "—", "1", "·", "55"] in rows
        assert ["EasyWallet", "12", "·", "3,720", "—", "—", "—"] in rows
        assert "Enter" not in at.text()


async def test_f6_goes_a_day_back_f7_forth_and_never_beyond_today() -> None:
    async with desk(of_an_auditor()) as at:
        await opened(at)
        await at.press("f7")
        await at.shows("還沒到那一天")
        await at.press("f6")
        await at.shows("日結　11/22")
        await at.press("f6")
        await at.shows("日結　11/21")
        await at.press("f7")
        await at.shows("日結　11/22")
        assert asked(at) == ["2026-11-23", "2026-11-22", "2026-11-21", "2026-11-22"]


@pytest.mark.long
async def test_what_cannot_be_added_up_stays_with_its_day_and_the_page_says_so() -> None:
    office = of_an_auditor()
    async with desk(office) as at:
        await opened(at)
        office.scripts["/day-close"] = lambda _: Refusal("busy", 503)
        await at.press("f6")
        await until(at.pilot, lambda: len(at.stub.of("/day-close")) > 1)
        await at.shows("後台忙碌", "日結　11/23", "12,710")


async def test_a_day_without_money_says_so() -> None:
    office = of_an_auditor()
    office.scripts["/day-close"] = lambda body: close_of(body["day"], ())
    async with desk(office) as at:
        await at.sign_in()
        await at.press("f10")
        await at.shows("沒有款項進出")


@pytest.mark.long
async def test_readers_of_english_get_the_english_names_and_who_may_not_finds_no_key() -> None:
    async with desk(of_an_auditor(), size=(120, 40), language="en") as at:
        await opened(at)
        await at.shows("Songshan Parking Service", "JKOPAY", "Day close  23 Nov", "41 · 12,710")
    async with desk() as at:
        await at.sign_in()
        await at.press("f10")
        await at.shows("您的角色不能這樣做")
        assert at.stub.of("/day-close") == []
