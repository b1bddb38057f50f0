"""Taking things along: a bill's bar codes, the list, the receipt, on the real app against the real backend."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.devices.memory import MemoryPrinter
from kiosk.widgets.codes.qr_code import QrCode
from kiosk.widgets.lists.bill_list import BillList
from tests.journeys.kiosk import Kiosk, kiosk_at
from tests.live_backend import LiveBackend

OVERDUE = "BFC-6230"


async def opens_a_bill(kiosk: Kiosk, plate: str) -> None:
    """Go from the welcome page to the first bill of a car, in full."""
    await kiosk.looks_up(plate)
    await kiosk.sees("BillsPage", plate)
    bills = kiosk.app.screen.query_one(BillList)
    await kiosk.pilot.click(BillList, offset=(bills.size.width - 4, bills.places.top(0)))
    await kiosk.sees("BillPage")


async def scans(kiosk: Kiosk, link: str) -> str:
    """Return what the phone shows."""
    return await asyncio.to_thread(kiosk.phone(link).reads)


def link_of(kiosk: Kiosk) -> str:
    """Return the link on the page, which shows it as a code."""
    assert kiosk.app.screen.query_one(QrCode).display
    return str(kiosk.app.screen._link)  # type: ignore[attr-defined]


@pytest.mark.long
async def test_what_is_chosen_of_the_list_is_taken_along_from_the_list_itself(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        await kiosk.looks_up("BKZ-5937")
        await kiosk.sees("BillsPage", "已選 3 張")
        # Nothing chosen is the whole list.
        for chosen, count in (("還沒有勾選", 3), ("已選 1 張", 1)):
            if count == 3:
                await kiosk.choose("#all")
            else:
                await kiosk.pilot.click("#bills", offset=(6, 1))  # below the heading of its group
            await kiosk.sees("BillsPage", chosen)
            await kiosk.touches("#take-along", "take-along")
            await kiosk.sees("TakeAlongPage", "清單")
            assert (await scans(kiosk, link_of(kiosk))).count("<article>") == count
            await kiosk.press("escape")
            await kiosk.sees("BillsPage", chosen)


@pytest.mark.long
async def test_who_pays_a_part_takes_along_what_is_paid_what_is_left_and_where_else_it_is_paid(
    backend: LiveBackend,
) -> None:
    printer = MemoryPrinter()
    async with kiosk_at(backend, (120, 40), printer=printer) as kiosk:
        await kiosk.looks_up("BKZ-5937")
        await kiosk.sees("BillsPage", "已選 3 張")
        await kiosk.choose("#all")
        await kiosk.sees("BillsPage", "還沒有勾選")
        await kiosk.pilot.click("#bills", offset=(6, 1))  # below the heading of its group
        await kiosk.sees("BillsPage", "已選 1 張")
        await kiosk.goes_to_the_code()
        kiosk.phone(kiosk.link).presses("pay")
        await kiosk.sees("PaidPage", "已繳")
        await kiosk.choose("#more")
        await kiosk.sees("BillsPage", "已選 2 張")
        await kiosk.touches("#take-along", "take-along")
        await kiosk.sees("TakeAlongPage", "清單")
        read = await scans(kiosk, link_of(kiosk))
        await kiosk.choose("#print")
        await kiosk.sees("TakeAlongPage", "已列印")
    assert (read.count("<article"), read.count("已繳清")) == (3, 1)
    assert "其他繳費方式：" in read
    [owed] = printer.printed
    assert [entry.name for entry in owed.facts] == ["查詢時間", "本次已繳"]
    paid = owed.facts[1].value
    assert paid.startswith("NT$")
    assert paid in read
    assert (owed.title, owed.total and owed.total.name) == ("停車費繳費明細", "尚待繳")
    assert len(owed.lines) == 2
    assert any(note.startswith("其他繳費方式：") and "本機" not in note for note in owed.notes)


async def pays_one_of_three(kiosk: Kiosk) -> None:
    """Go from the welcome page to the page that says one bill is paid and two are left."""
    await kiosk.looks_up("BKZ-5937")
    await kiosk.sees("BillsPage", "已選 3 張")
    await kiosk.choose("#all")
    await kiosk.sees("BillsPage", "還沒有勾選")
    await kiosk.pilot.click("#bills", offset=(6, 1))  # below the heading of its group
    await kiosk.sees("BillsPage", "已選 1 張")
    await kiosk.goes_to_the_code()
    await asyncio.to_thread(kiosk.phone(kiosk.link).presses, "pay")
    await kiosk.sees("PaidPage", "還有 2 張", "帶走這次的明細")


@pytest.mark.long
async def test_who_has_paid_a_part_is_offered_the_summary_at_once(backend: LiveBackend) -> None:
    async with kiosk_at(backend, (80, 24)) as kiosk:
        await pays_one_of_three(kiosk)
        receipt = str(kiosk.app.screen._payment.receipt_number)  # type: ignore[attr-defined]
        await kiosk.touches("#take", "take")
        await kiosk.sees("TakeAlongPage")
        read = await scans(kiosk, str(kiosk.app.screen._link))  # type: ignore[attr-defined]
        assert (read.count("<article"), read.count("已繳清"), read.count("已繳金額")) == (3, 1, 1)
        assert f"收據 {receipt}" in read
        await kiosk.press("escape")
        await kiosk.sees("PaidPage")


@pytest.mark.long
async def test_who_has_paid_all_of_it_at_once_has_the_receipt_for_that(backend: LiveBackend) -> None:
    async with kiosk_at(backend, (120, 40)) as kiosk:
        await kiosk.looks_up("BKZ-5937")
        await kiosk.goes_to_the_code()
        await asyncio.to_thread(kiosk.phone(kiosk.link).presses, "pay")
        await kiosk.sees("PaidPage", "掃描帶走收據")
        assert not kiosk.app.screen.query("#take")


@pytest.mark.long
async def test_who_has_paid_and_owes_nothing_under_the_next_plate_takes_along_what_was_paid(
    backend: LiveBackend,
) -> None:
    async with kiosk_at(backend, (80, 24)) as kiosk:
        await pays_one_of_three(kiosk)
        await kiosk.choose("#more")
        await kiosk.sees("BillsPage", "已選 2 張")
        await kiosk.press("escape")
        await kiosk.sees("PlatePage")
        await kiosk.press(*12 * ["backspace"], *"bya3075")
        await kiosk.choose("#look-up-car")
        await kiosk.sees("TroublePage", "BYA-3075：汽車、機車都查過了", "帶走明細")
        await kiosk.choose("#step-take-along")
        await kiosk.sees("TakeAlongPage")
        read = await scans(kiosk, str(kiosk.app.screen._link))  # type: ignore[attr-defined]
        assert (read.count("<article"), read.count("已繳金額"), "尚待繳" in read) == (1, 1, False)
        await kiosk.press("escape")
        await kiosk.sees("TroublePage", "BYA-3075：汽車、機車都查過了")


@pytest.mark.long
async def test_who_cannot_pay_here_takes_along_what_is_owed(backend: LiveBackend) -> None:
    async with kiosk_at(backend, (80, 24)) as kiosk:
        await kiosk.looks_up("BKZ-5937")
        await kiosk.goes_to_the_code()
        await asyncio.to_thread(kiosk.phone(kiosk.link).presses, "cancel")
        await kiosk.sees("TroublePage", "帶走明細")
        await kiosk.choose("#step-take-along")
        await kiosk.sees("TakeAlongPage", "清單")
        assert (await scans(kiosk, link_of(kiosk))).count("<article") == 3
        await kiosk.press("escape")
        await kiosk.sees("TroublePage", "帶走明細")
        await kiosk.choose("#step-other-provider")
        await kiosk.sees("ProvidersPage")


@pytest.mark.long
async def test_in_a_wide_window_the_bars_stand_on_the_screen(backend: LiveBackend) -> None:
    async with kiosk_at(backend, (170, 60)) as kiosk:
        await opens_a_bill(kiosk, "BKZ-5937")
        await kiosk.choose("#store-codes")
        await kiosk.sees("StoreCodesPage", "▌")


@pytest.mark.long
async def test_a_bill_that_no_store_takes_says_why_and_what_to_do(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        await opens_a_bill(kiosk, OVERDUE)
        await kiosk.choose("#store-codes")
        await kiosk.sees("TroublePage", "已過繳費期限，超商條碼失效", "請在這裡用手機支付")
        await kiosk.choose("#step-bill")
        await kiosk.sees("BillPage")


@pytest.mark.long
async def test_who_has_paid_takes_the_receipt_along(backend: LiveBackend) -> None:
    async with kiosk_at(backend, (120, 40)) as kiosk:
        await kiosk.looks_up("BKZ-5937")
        await kiosk.goes_to_the_code()
        await asyncio.to_thread(kiosk.phone(kiosk.link).presses, "pay")
        await kiosk.sees("PaidPage", "掃描帶走收據")
        await kiosk.choose("#receipt")
        await kiosk.sees("ReceiptPage")
        await kiosk.choose("#take")
        await kiosk.sees("TakeAlongPage", "帶走收據")
        page = await scans(kiosk, link_of(kiosk))
        assert "停車費繳費收據" in page
        assert "BKZ-5937" in page
        await kiosk.choose("#back")
        await kiosk.sees("ReceiptPage")
