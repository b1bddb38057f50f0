"""The backend goes away and comes back under a visitor: a clear sentence, nothing chosen is lost, the visit goes on."""

from __future__ import annotations

import asyncio
import contextlib
import re
import sqlite3

import pytest

from kiosk.clock import ShiftedClock
from kiosk.platform.backend_process.starting import Progress, Stage
from kiosk.widgets.lists.bill_list import BillList
from tests.clock import START
from tests.journeys.kiosk import Kiosk, kiosk_at
from tests.journeys.test_taking_along import pays_one_of_three
from tests.live_backend import LiveBackend

PLATE = "BKZ-5937"
GONE = "現在連不上停車費系統"


async def goes(kiosk: Kiosk) -> None:
    await asyncio.to_thread(kiosk.backend.stop)


async def is_back(kiosk: Kiosk) -> None:
    await asyncio.to_thread(kiosk.backend.start)


async def sees_why_and_tries_again(kiosk: Kiosk) -> None:
    """Meet the page of an unreachable backend; try again once it is back."""
    await kiosk.sees("TroublePage", GONE, "沒有扣款", "再試一次")
    await is_back(kiosk)
    await kiosk.choose("#step-again")


@pytest.mark.long
async def test_a_backend_that_goes_on_every_page_costs_the_visitor_nothing(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        # Plate: what was typed is asked for.
        await kiosk.sees("WelcomePage")
        await goes(kiosk)
        await kiosk.looks_up(PLATE)
        await sees_why_and_tries_again(kiosk)

        # Bills, and one of them in full: the ticks stay.
        await kiosk.sees("BillsPage", PLATE, "已選 3 張")
        bills = kiosk.app.screen.query_one(BillList)
        await kiosk.pilot.click(BillList, offset=(20, bills.places.top(0)))
        await kiosk.sees("BillsPage", "已選 2 張")
        total = amount(kiosk, r"合計 \$(\d+)")
        await goes(kiosk)
        await kiosk.pilot.click(BillList, offset=(bills.size.width - 4, bills.places.top(1)))
        await kiosk.sees("BillPage")
        await kiosk.press("escape")
        await kiosk.sees("BillsPage", "已選 2 張", f"合計 ${total}")
        await kiosk.choose("#pay")
        await sees_why_and_tries_again(kiosk)

        # Providers: the next page needs no backend.
        await kiosk.sees("ProvidersPage", f"${total}")
        await goes(kiosk)
        await kiosk.press("enter")
        await kiosk.sees("CheckPage", f"${total}", PLATE)

        # Check: the same bills and the same provider are sent again.
        await kiosk.choose("#confirm")
        await sees_why_and_tries_again(kiosk)
        await kiosk.sees("CheckPage", f"${total}", PLATE)
        await kiosk.choose("#confirm")

        # The code: it stays, and the phone pays it once the backend is back.
        await kiosk.sees("PaymentPage", "2 張單", "等待手機確認中")
        link = kiosk.link
        await goes(kiosk)
        await kiosk.sees("PaymentPage", "連線中斷，付款結果仍會保留", "請勿重複付款")
        await is_back(kiosk)
        await kiosk.sees("PaymentPage", "等待手機確認中")
        assert kiosk.link == link
        await asyncio.to_thread(kiosk.phone(link).presses, "pay")

        # Paid, and the receipt.
        await kiosk.sees("PaidPage", "已繳")
        await goes(kiosk)
        await kiosk.choose("#receipt")
        await kiosk.sees("TroublePage", "已經繳好了", "請不要再繳一次")
        await kiosk.choose("#step-paid")
        await kiosk.sees("PaidPage", "已繳", "收據號碼")
        await kiosk.choose("#receipt")
        await kiosk.sees("TroublePage", "已經繳好了")
        await is_back(kiosk)
        await kiosk.choose("#step-again")
        await kiosk.sees("ReceiptPage", "BKZ-5937")
        await goes(kiosk)
        await kiosk.choose("#back")
        await kiosk.sees("PaidPage", "已繳")
        await kiosk.choose("#finish")
        await kiosk.sees("WelcomePage")


@pytest.mark.long
async def test_a_visitor_may_begin_before_the_backend_is_up(backend: LiveBackend) -> None:
    backend.stop()
    async with kiosk_at(backend, state="starting") as kiosk:
        await kiosk.looks_up(PLATE)
        await kiosk.sees("PlatePage", "正在啟動本機服務")
        kiosk.app.backend_progress = Progress(Stage.CITY, 40)
        await kiosk.sees("PlatePage", "正在建立示範城市：40%", "服務啟動中 40%")
        await is_back(kiosk)
        await kiosk.sees("BillsPage", PLATE)


@pytest.mark.long
async def test_a_code_given_up_while_the_backend_was_gone_does_not_stand_in_the_way(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        await kiosk.looks_up(PLATE)
        await kiosk.goes_to_the_code()
        first = kiosk.link
        await goes(kiosk)
        await kiosk.sees("PaymentPage", "連線中斷，付款結果仍會保留")
        await kiosk.choose("#another")
        await sees_why_and_tries_again(kiosk)
        await kiosk.sees("ProvidersPage")
        await kiosk.press("enter")
        await kiosk.sees("CheckPage")
        await kiosk.choose("#confirm")
        await kiosk.sees("PaymentPage", "等待手機確認中")
        assert kiosk.link != first
        assert "已取消" in await asyncio.to_thread(kiosk.phone(first).reads)


@pytest.mark.long
async def test_who_has_paid_a_part_reads_nowhere_afterwards_that_nothing_was_charged(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        await pays_one_of_three(kiosk)
        for wish, page in (("#more", "BillsPage"), ("#pay", "ProvidersPage")):
            await goes(kiosk)
            await kiosk.choose(wish)
            await kiosk.sees("TroublePage", "現在看不到這些內容", "再試一次")
            assert "扣款" not in kiosk.text()
            await is_back(kiosk)
            await kiosk.choose("#step-again")
            await kiosk.sees(page)


@pytest.mark.long
async def test_a_kiosk_that_starts_again_ends_the_code_that_it_died_with(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        await kiosk.looks_up(PLATE)
        await kiosk.goes_to_the_code()
        left = kiosk.phone(kiosk.link)
    assert "已取消" not in await asyncio.to_thread(left.reads)
    async with kiosk_at(backend) as kiosk:
        await kiosk.until(lambda: kiosk.app.service is not None, "what the backend tells")
        await kiosk.looks_up(PLATE)
        await kiosk.goes_to_the_code()
        assert "已取消" in await asyncio.to_thread(left.reads)


@pytest.mark.long
async def test_a_kiosk_that_starts_leaves_the_code_of_another_as_it_is(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as first:
        await first.looks_up(PLATE)
        await first.goes_to_the_code()
        async with kiosk_at(backend) as second:
            await second.looks_up("BFC-6230")
            await second.goes_to_the_code()
        await first.sees("PaymentPage", "等待手機確認中")
        await asyncio.to_thread(first.phone(first.link).presses, "pay")
        await first.sees("PaidPage", "已繳")


@pytest.mark.long
async def test_a_database_that_another_program_holds_is_said_while_paying_and_the_visitor_tries_again(
    sqlite_demo_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.backend.store.database.BUSY_TIMEOUT", 0.5)
    holder = sqlite3.connect(sqlite_demo_url.removeprefix("sqlite:///"), isolation_level=None)
    with (
        contextlib.closing(holder),
        LiveBackend(sqlite_demo_url, clock=ShiftedClock(START)) as backend,
    ):
        async with kiosk_at(backend) as kiosk:
            await kiosk.looks_up(PLATE)
            await kiosk.sees("BillsPage")
            await kiosk.choose("#pay")
            await kiosk.sees("ProvidersPage")
            await kiosk.press("enter")
            await kiosk.sees("CheckPage", PLATE)
            holder.execute("BEGIN IMMEDIATE")
            await kiosk.choose("#confirm")
            await kiosk.sees("TroublePage", "系統忙碌中", "請等幾秒再試一次", "代碼 S-")
            holder.execute("ROLLBACK")
            await kiosk.choose("#step-again")
            await kiosk.sees("CheckPage", PLATE)
            await kiosk.choose("#confirm")
            await kiosk.sees("PaymentPage", "等待手機確認中")


def amount(kiosk: Kiosk, pattern: str) -> int:
    found = re.search(pattern, kiosk.text())
    assert found is not None, kiosk.text()
    return int(found[1])
