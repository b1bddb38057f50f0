"""A machine whose links no phone can open: nothing is offered for phones, and everything else works."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.devices.memory import MemoryPrinter
from kiosk.domain.document import plain
from kiosk.widgets.codes.qr_code import QrCode
from tests.journeys.kiosk import kiosk_at
from tests.journeys.owners import chooses, owner_at
from tests.journeys.test_taking_along import opens_a_bill
from tests.journeys.visitors import NUMBER, Visitor
from tests.live_backend import LiveBackend


@pytest.fixture
def without_phones(sqlite_demo_url: str) -> Iterator[LiveBackend]:
    with LiveBackend(sqlite_demo_url, phones=False) as backend:
        yield backend


@pytest.mark.long
async def test_no_list_is_taken_along_and_codes_for_a_store_are_bars_or_none(without_phones: LiveBackend) -> None:
    async with kiosk_at(without_phones) as kiosk:
        await opens_a_bill(kiosk, "BKZ-5937")
        assert not kiosk.app.screen.query("#take-along")
        await kiosk.choose("#store-codes")
        await kiosk.sees("StoreCodesPage", "請洽服務櫃檯")
        assert not kiosk.app.screen.query(QrCode)
        await kiosk.press("escape")
        await kiosk.sees("BillPage")
        await kiosk.press("escape")
        await kiosk.sees("BillsPage")
        assert not kiosk.app.screen.query("#take-along")


@pytest.mark.long
async def test_in_a_wide_window_a_bill_has_its_bars_and_no_way_by_phone(without_phones: LiveBackend) -> None:
    async with kiosk_at(without_phones, (170, 60)) as kiosk:
        await opens_a_bill(kiosk, "BKZ-5937")
        await kiosk.choose("#store-codes")
        await kiosk.sees("StoreCodesPage", "▌")
        assert not kiosk.app.screen.query("#on-phone")


@pytest.mark.long
async def test_with_a_printer_the_list_is_had_on_paper_without_a_code(without_phones: LiveBackend) -> None:
    printer = MemoryPrinter()
    async with kiosk_at(without_phones, printer=printer) as kiosk:
        await kiosk.looks_up("BKZ-5937")
        await kiosk.sees("BillsPage")
        await kiosk.touches("#take-along", "take-along")
        await kiosk.sees("TakeAlongPage", "列印清單帶走", "單號和金額", "列印清單")
        assert not kiosk.app.screen.query(QrCode)
        await kiosk.choose("#print")
        await kiosk.sees("TakeAlongPage", "已列印")
    [owed] = printer.printed
    assert owed.codes == ()
    assert "QR" not in plain(owed)


@pytest.mark.long
async def test_who_has_paid_sees_the_receipt_and_no_code_for_it(without_phones: LiveBackend) -> None:
    async with kiosk_at(without_phones, (120, 40)) as kiosk:
        await kiosk.looks_up("BKZ-5937")
        await kiosk.goes_to_the_code()
        kiosk.phone(kiosk.link).presses("pay")
        await kiosk.sees("PaidPage", "已繳")
        assert not kiosk.app.screen.query(QrCode)
        await kiosk.choose("#receipt")
        await kiosk.sees("ReceiptPage")
        assert not kiosk.app.screen.query("#take")


@pytest.mark.long
async def test_a_name_is_typed_here_or_by_the_staff(without_phones: LiveBackend) -> None:
    async with kiosk_at(without_phones) as kiosk:
        visitor = Visitor(kiosk)
        await visitor.agrees()
        await visitor.gives_plate("BKZ-5937")
        await visitor.gives_number(NUMBER)
        await kiosk.sees("PersonNamePage")
        assert not kiosk.app.screen.query("#by-phone")
        assert kiosk.app.screen.query("#by-staff")


@pytest.mark.long
async def test_no_one_signs_in_with_a_phone_that_reaches_nothing(without_phones: LiveBackend) -> None:
    async with kiosk_at(without_phones, (120, 40)) as kiosk:
        await kiosk.sees("WelcomePage")
        await kiosk.choose("#sign-in")
        await kiosk.sees("SignInPage")
        await kiosk.pilot.pause()
        assert not kiosk.app.screen.query_one("#phone").visible
        assert not kiosk.app.screen.query(QrCode)


@pytest.mark.long
async def test_an_owners_receipts_are_read_here_only(without_phones: LiveBackend) -> None:
    async with owner_at(without_phones) as kiosk:
        await chooses(kiosk, "bills")
        await kiosk.goes_to_the_code()
        kiosk.phone(kiosk.link).presses("pay")
        await kiosk.sees("PaidPage", "已繳")
    async with owner_at(without_phones) as kiosk:
        await chooses(kiosk, "paid")
        await kiosk.sees("PaidRecordsPage")
        await kiosk.pilot.click("#receipts", offset=(4, 1))
        await kiosk.sees("ReceiptPage")
        assert not kiosk.app.screen.query("#take")
