"""Something between the kiosk and the backend answers wrongly, late, or not at all: what the visitor reads then."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import select

from kiosk.api_client import bills
from kiosk.api_client.payments import Payments
from kiosk.api_client.timing import Patience
from kiosk.backend.payments.tables import payments
from kiosk.contract.bills import BillAnswer
from kiosk.contract.payments import Payment
from kiosk.contract.wire import Vehicle
from kiosk.journeys.pay import collecting
from kiosk.platform.terminal.scanner import Scanned
from tests.journeys.faulty_line import HTML, JSON, line_to, reply
from tests.journeys.kiosk import Kiosk, kiosk_at
from tests.journeys.test_beginning_at_once import owed
from tests.journeys.test_taking_along import opens_a_bill
from tests.live_backend import LiveBackend

PLATE = "BKZ-5937"
UNREACHABLE, BROKEN, SLOW = "現在連不上停車費系統", "系統發生問題", "系統回應太慢"

FAULTS = {
    "a page of a portal": (reply(HTML, b"<html><b>Sign in to the network</b>"), BROKEN),
    "an empty answer": (reply(JSON, b""), BROKEN),
    "half of an answer that ends well": (reply(JSON, b'{"bills": [{"number": "Q7'), BROKEN),
    "half of an answer that breaks off": (reply(JSON, b'{"bills": [{"number": "Q7', promised=900), UNREACHABLE),
    "nothing at all": (b"", UNREACHABLE),
    "no HTTP": (b"220 mail.example.tw ESMTP\r\n", UNREACHABLE),
}


@pytest.mark.long
async def test_whatever_answers_a_look_up_the_visitor_reads_a_sentence_and_can_go_on(backend: LiveBackend) -> None:
    async with line_to(backend.port) as line, kiosk_at(backend, url=line.url) as kiosk:
        await kiosk.looks_up(PLATE)
        for data, words in FAULTS.values():
            await kiosk.sees("BillsPage", PLATE)
            await kiosk.press("escape")
            await kiosk.sees("PlatePage")
            line.answers(data)
            await kiosk.choose("#look-up-car")
            await kiosk.sees("TroublePage", words, "再試一次", "代碼 K-")
            assert "Sign in" not in kiosk.text()
            assert "沒有待繳" not in kiosk.text()
            line.works()
            await kiosk.choose("#step-again")


@pytest.mark.long
async def test_who_only_wants_to_read_sees_the_fault_without_a_word_of_payments(backend: LiveBackend) -> None:
    async with line_to(backend.port) as line, kiosk_at(backend, url=line.url) as kiosk:
        for data, _ in FAULTS.values():
            await kiosk.sees("WelcomePage")
            line.answers(data)
            await kiosk.touches("#links", "notice")
            await kiosk.sees("TroublePage", "現在看不到這些內容", "再試一次", "代碼 K-")
            assert "款" not in kiosk.text()
            line.works()
            await kiosk.choose("#step-again")
            await kiosk.sees("ArticlesPage")
            await kiosk.press("escape")


@pytest.mark.long
async def test_whatever_answers_a_payment_the_visitor_pays_once_in_the_end(backend: LiveBackend) -> None:
    async with line_to(backend.port) as line, kiosk_at(backend, url=line.url) as kiosk:
        await kiosk.looks_up(PLATE)
        await kiosk.sees("BillsPage")
        await kiosk.choose("#pay")
        await kiosk.sees("ProvidersPage")
        await kiosk.press("enter")
        for data, words in FAULTS.values():
            await kiosk.sees("CheckPage", PLATE)
            line.answers(data)
            await kiosk.choose("#confirm")
            await kiosk.sees("TroublePage", words, "扣款", "再試一次")
            line.works()
            await kiosk.choose("#step-again")
        await kiosk.sees("CheckPage", PLATE)
        line.loses_answers()  # the payment is made, and the kiosk does not learn of it
        await kiosk.choose("#confirm")
        await kiosk.sees("TroublePage", UNREACHABLE, "扣款", "再試一次")
        line.works()
        await kiosk.choose("#step-again")
        await kiosk.sees("CheckPage", PLATE)
        await kiosk.choose("#confirm")
        await kiosk.sees("PaymentPage", "等待手機確認中")
        with backend.database.read() as connection:
            assert connection.scalars(select(payments.c.state)).all() == ["waiting"]

        # The code stands; what the line says of it meanwhile is not believed.
        line.answers(FAULTS["a page of a portal"][0])
        await asyncio.to_thread(kiosk.phone(kiosk.link).presses, "pay")
        await kiosk.until(lambda: kiosk.app.backend_state == "unreachable", "unreachable")
        await kiosk.sees("PaymentPage", "連線中斷，付款結果仍會保留")
        line.works()
        await kiosk.sees("PaidPage", "已繳")


@pytest.mark.long
async def test_a_slow_answer_is_waited_for_with_a_word_and_then_it_is_there(backend: LiveBackend) -> None:
    async with line_to(backend.port) as line, kiosk_at(backend, url=line.url) as kiosk:
        await kiosk.sees("WelcomePage")
        line.holds()
        await kiosk.looks_up(PLATE)
        await kiosk.sees("PlatePage", "查詢中")
        line.works()
        await kiosk.sees("BillsPage", PLATE)


@pytest.mark.long
async def test_wherever_an_answer_is_slow_there_is_a_page_with_a_word_and_a_way_out(backend: LiveBackend) -> None:
    async def waits(kiosk: Kiosk, then: str) -> None:
        await kiosk.sees("WaitingPage")
        line.works()
        await kiosk.sees(then)

    async with line_to(backend.port) as line, kiosk_at(backend, url=line.url) as kiosk:
        await kiosk.sees("WelcomePage")
        line.answers(b"")
        await kiosk.looks_up(PLATE)
        await kiosk.sees("TroublePage", UNREACHABLE)
        line.works()
        line.holds()
        await kiosk.choose("#step-again")
        await waits(kiosk, "BillsPage")
        await kiosk.goes_to_the_code()
        line.holds()
        await kiosk.choose("#another")
        await waits(kiosk, "ProvidersPage")
        await kiosk.press("enter")
        await kiosk.sees("CheckPage")
        await kiosk.choose("#confirm")
        await kiosk.sees("PaymentPage")
        await asyncio.to_thread(kiosk.phone(kiosk.link).presses, "pay")
        await kiosk.sees("PaidPage")
        await kiosk.press("enter")
        await kiosk.sees("WelcomePage")


@pytest.mark.long
async def test_who_does_not_wait_for_an_answer_is_back_on_the_page_before_with_all_that_was_chosen(
    backend: LiveBackend,
) -> None:
    async def gives_up(kiosk: Kiosk, wish: str, then: str) -> None:
        line.holds()
        await kiosk.choose(wish)
        await kiosk.sees("WaitingPage")
        await kiosk.press("escape")
        await kiosk.sees(then)
        line.works()

    async with line_to(backend.port) as line, kiosk_at(backend, url=line.url) as kiosk:
        await opens_a_bill(kiosk, PLATE)
        await gives_up(kiosk, "#store-codes", "BillPage")
        await gives_up(kiosk, "#take-along", "BillPage")
        await kiosk.press("escape")
        await kiosk.sees("BillsPage", "已選 3 張")
        await gives_up(kiosk, "#pay", "BillsPage")
        await kiosk.sees("BillsPage", "已選 3 張")
        await kiosk.goes_to_the_code()
        await asyncio.to_thread(kiosk.phone(kiosk.link).presses, "pay")
        await kiosk.sees("PaidPage")
        await gives_up(kiosk, "#receipt", "PaidPage")
        await kiosk.choose("#receipt")
        await kiosk.sees("ReceiptPage", PLATE)


@pytest.mark.long
async def test_who_leaves_a_payment_while_the_line_is_slow_makes_no_one_wait_behind_them(
    backend: LiveBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancel, clear = Payments.cancel, asyncio.Event()

    async def slow(of: Payments, payment_id: str) -> Payment:
        await clear.wait()
        return await cancel(of, payment_id)

    monkeypatch.setattr(Payments, "cancel", slow)
    monkeypatch.setattr(collecting, "LEAVE_WITHIN", 0.1)
    async with kiosk_at(backend) as kiosk:
        await kiosk.looks_up(PLATE)
        await kiosk.goes_to_the_code()
        kiosk.app.leave_all()
        await kiosk.sees("WelcomePage")
        assert states_of_payments(backend) == ["waiting"]
        clear.set()
        await kiosk.until(lambda: states_of_payments(backend) == ["cancelled"], "the payment's end")


def states_of_payments(backend: LiveBackend) -> list[str]:
    with backend.database.read() as connection:
        return list(connection.scalars(select(payments.c.state)))


@pytest.mark.long
async def test_what_a_scanned_number_owes_is_waited_for_with_a_word(
    backend: LiveBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    search, clear = bills.Bills.search, asyncio.Event()

    async def slow(of: bills.Bills, vehicles: Sequence[Vehicle]) -> BillAnswer:
        await clear.wait()
        return await search(of, vehicles)

    number = owed(backend, noticed=False)
    monkeypatch.setattr(bills.Bills, "search", slow)
    async with kiosk_at(backend) as kiosk:
        await kiosk.sees("WelcomePage")
        kiosk.app.post_message(Scanned(number, entered=True))
        await kiosk.sees("WaitingPage")
        clear.set()
        await kiosk.sees("BillPage")


@pytest.mark.long
async def test_an_answer_that_never_comes_is_reported_in_the_end(
    backend: LiveBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with line_to(backend.port) as line, kiosk_at(backend, url=line.url) as kiosk:
        monkeypatch.setattr(bills, "SEARCH", replace(bills.SEARCH, patience=Patience(total=0.5, each=0.3)))
        await kiosk.sees("WelcomePage")
        line.holds()
        await kiosk.looks_up(PLATE)
        await kiosk.sees("TroublePage", SLOW, "請先不要重複付", "再試一次")
        line.works()
        await kiosk.choose("#step-again")
        await kiosk.sees("BillsPage", PLATE)
