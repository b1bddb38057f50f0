"""From paying to a receipt on paper, and the same way where there is no printer."""

from __future__ import annotations

import re

import pytest

from kiosk.devices import Status
from kiosk.devices.memory import MemoryPrinter
from kiosk.domain.document import CodeKind, plain
from kiosk.screens.frame.printing import PrintAction
from tests.journeys.kiosk import Kiosk, kiosk_at
from tests.journeys.owners import chooses, owner_at
from tests.journeys.test_taking_along import link_of, opens_a_bill
from tests.live_backend import LiveBackend

PLATE = "BKZ-5937"


@pytest.fixture(autouse=True)
def asks_again_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PrintAction, "AGAIN", 0.01)


async def pays(kiosk: Kiosk) -> None:
    await kiosk.looks_up(PLATE)
    await kiosk.goes_to_the_code()
    kiosk.phone(kiosk.link).presses("pay")
    await kiosk.sees("PaidPage", "已繳")


@pytest.mark.long
async def test_who_has_paid_takes_the_receipt_on_paper(backend: LiveBackend) -> None:
    printer = MemoryPrinter()
    async with kiosk_at(backend, (120, 40), printer=printer) as kiosk:
        await pays(kiosk)
        await kiosk.choose("#print")
        await kiosk.sees("PaidPage", "已列印")
    [receipt] = printer.printed
    assert PLATE in plain(receipt)
    assert "示範資料" in str(receipt.warning)  # anyone who finds it does not take it for a real one
    assert [code.text.partition("/R/")[1] for code in receipt.codes] == ["/R/"]


@pytest.mark.long
async def test_what_is_owed_and_the_bar_codes_for_a_store_are_taken_along_on_paper(backend: LiveBackend) -> None:
    printer = MemoryPrinter()
    async with kiosk_at(backend, (120, 40), printer=printer) as kiosk:
        await opens_a_bill(kiosk, PLATE)
        await kiosk.choose("#store-codes")
        await kiosk.sees("StoreCodesPage", "列印條碼")
        await kiosk.choose("#print")
        await kiosk.sees("StoreCodesPage", "已列印")
        await kiosk.press("escape")
        await kiosk.sees("BillPage")
        await kiosk.choose("#take-along")
        await kiosk.sees("TakeAlongPage", "列印清單")
        link = link_of(kiosk)
        await kiosk.choose("#print")
        await kiosk.sees("TakeAlongPage", "已列印")
    bars, owed = printer.printed
    assert [code.kind for code in bars.codes] == [CodeKind.CODE_39] * 3
    assert [(code.kind, code.text) for code in owed.codes] == [(CodeKind.QR, link)]
    # A list that is left lying does not tell whose it is.
    assert PLATE not in plain(owed)
    assert "BK*-**37" in plain(owed)


@pytest.mark.long
async def test_an_owner_takes_what_was_done_in_this_visit_along_on_paper(backend: LiveBackend) -> None:
    printer = MemoryPrinter()
    async with owner_at(backend, printer=printer) as kiosk:
        await chooses(kiosk, "history")
        await kiosk.sees("HistoryPage", "列印本次")
        await kiosk.choose("#print")
        await kiosk.sees("HistoryPage", "已列印")
    [done] = printer.printed
    assert done.title == "本次辦理事項"
    assert [entry.name for entry in done.lines] == ["登入"]
    assert not re.search(r"-678|345678", plain(done))  # nothing of the owner's number


@pytest.mark.long
async def test_a_printer_that_fails_holds_up_no_one_and_nothing_of_the_receipt_is_logged(
    backend: LiveBackend, caplog: pytest.LogCaptureFixture
) -> None:
    printer = MemoryPrinter()
    async with kiosk_at(backend, (120, 40), printer=printer) as kiosk:
        await pays(kiosk)
        printer.state = Status.JAM
        await kiosk.choose("#print")
        await kiosk.sees("PaidPage", "無法列印")
        printer.state = Status.OK
        await kiosk.sees("PaidPage", "再印一次")
        await kiosk.choose("#finish")
        await kiosk.sees("WelcomePage")
    assert printer.printed == []
    reported = [record for record in caplog.records if record.getMessage() == "not-printed"]
    assert [record.fields for record in reported] == [{"state": "jam"}]  # type: ignore[attr-defined]
    assert PLATE not in "".join(str(record.__dict__) for record in reported)


@pytest.mark.long
async def test_a_fault_in_what_draws_the_paper_ends_no_visit(backend: LiveBackend) -> None:
    class Faulty(MemoryPrinter):
        def print(self, document: object) -> None:
            raise ZeroDivisionError(str(document))

    async with kiosk_at(backend, (120, 40), printer=Faulty()) as kiosk:
        await pays(kiosk)
        await kiosk.choose("#print")
        await kiosk.sees("PaidPage", "再印一次")
