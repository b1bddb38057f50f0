"""The offer to print: there where the machine has a printer, and never in anybody's way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from kiosk.domain.money import Money
from kiosk.domain.payment import PaymentState
from kiosk.languages import LANGUAGES
from kiosk.screens.frame.page import Page
from kiosk.screens.frame.printing import PrintAction, Printing, Sheet
from kiosk.screens.owner.history import HistoryPage
from kiosk.screens.pay.bill_words import bought
from kiosk.screens.pay.paid import AfterPaying, PaidPage, Still
from kiosk.screens.pay.receipt import ReceiptPage
from kiosk.screens.pay.store_codes import StoreCodesPage
from kiosk.screens.pay.take_along import owed_page
from tests.screens import owners, samples
from tests.screens.frame.test_narrowest import Walk
from tests.screens.gallery import View
from tests.screens.stage import Stage, until


class Paper:
    """A printer that is how it is set to be, and prints when it is let go on."""

    def __init__(self, becomes: Sheet = Sheet.FINE, *, possible: Sheet = Sheet.FINE) -> None:
        self.becomes, self.possible = becomes, possible
        self.checks = self.asked = 0
        self.goes_on = asyncio.Event()
        self.goes_on.set()
        self.printing = Printing(self.check, self.print)

    async def check(self) -> Sheet:
        self.checks += 1
        return self.possible

    async def print(self) -> Sheet:
        self.asked += 1
        await self.goes_on.wait()
        return self.becomes


@pytest.fixture(autouse=True)
def checks_again_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PrintAction, "AGAIN", 0.01)


REST = Still(3, Money(71))


def paid(printing: Printing | None, still: Still | None = REST) -> PaidPage:
    payment = samples.payment(PaymentState.PAID)
    return PaidPage(
        payment, samples.JKOPAY, bought(2), still=still, receipt_link=samples.SHEET, printing=printing
    )  # fmt: skip


PAGES: dict[str, Callable[[Printing | None], Page[Any]]] = {
    "paid": paid,
    "paid-pass": partial(paid, still=None),
    "paid-all": partial(paid, still=Still(0, Money(0))),
    "receipt": lambda printing: ReceiptPage(samples.receipt(), printing=printing),
    "owed": lambda printing: owed_page(samples.SHEET, printing),
    "history": lambda printing: HistoryPage(owners.history(), printing),
    "store": lambda printing: StoreCodesPage(samples.store_codes(), printing),
}


SHOWN = [*((name, Sheet.FINE) for name in PAGES), ("paid", Sheet.NO_PAPER)]
"""Each page where it can be printed, and the fullest one where it cannot."""


@pytest.mark.long
@pytest.mark.parametrize("size", [(54, 30), (64, 16), (80, 24)])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_with_a_printer_every_page_stands_whole_in_every_window(language: str, size: tuple[int, int]) -> None:
    walk, found = Walk(language), {}
    async with walk.played(size) as pilot:
        for name, possible in SHOWN:
            paper = Paper(possible=possible)
            await walk.shows(pilot, View(partial(PAGES[name], paper.printing)))
            await until(pilot, lambda paper=paper: paper.checks)  # type: ignore[misc]
            await walk.settled(pilot)
            if cut := list(walk.cut()):
                found[name, possible] = cut
    assert found == {}


@pytest.mark.variants(keep=2)
@pytest.mark.parametrize("page", PAGES)
async def test_without_a_printer_no_page_offers_one_and_with_one_each_does(page: str) -> None:
    for printing, offers in ((None, False), (Paper().printing, True)):
        stage: Stage[Any] = Stage(partial(PAGES[page], printing))
        async with stage.played((120, 40)) as pilot:
            assert bool(pilot.app.screen.query(PrintAction)) is offers
            assert ("列印" in stage.text()) is offers


async def test_a_sheet_that_came_out_is_said_and_not_printed_twice() -> None:
    paper = Paper()
    stage: Stage[AfterPaying] = Stage(lambda: paid(paper.printing))
    async with stage.app.run_test(size=(80, 24), notifications=True) as pilot:
        await stage.shown(pilot)
        await pilot.click("#print")
        await until(pilot, lambda: "已列印" in stage.text())
        await until(pilot, lambda: "請取走列印的單據" in stage.text())
        stage.clock.advance(5)
        await pilot.click("#print")
        await pilot.pause()
        assert (paper.asked, stage.answer) == (1, None)


async def test_a_sheet_is_not_printed_twice_in_two_arrangements_of_one_page() -> None:
    paper = Paper()
    stage: Stage[Any] = Stage(lambda: StoreCodesPage(samples.store_codes(), paper.printing))
    async with stage.played((170, 60)) as pilot:
        await pilot.click("#print-bars")
        await until(pilot, lambda: "已列印" in stage.text())
        stage.clock.advance(5)
        await pilot.click("#on-phone")
        await until(pilot, lambda: "已列印" in stage.text() and stage.app.screen.query_one("#print").region)
        stage.clock.advance(5)
        await pilot.click("#print")
        await pilot.pause()
        assert paper.asked == 1


async def test_a_sheet_that_did_not_come_out_is_said_and_offered_again() -> None:
    paper = Paper(Sheet.FAILED)
    stage: Stage[AfterPaying] = Stage(lambda: paid(paper.printing))
    async with stage.app.run_test(size=(80, 24), notifications=True) as pilot:
        await stage.shown(pilot)
        await pilot.click("#print")
        await until(pilot, lambda: "再印一次" in stage.text())
        await until(pilot, lambda: "沒有印出來" in stage.text())
        paper.becomes = Sheet.FINE
        stage.clock.advance(5)
        await pilot.click("#print")
        await until(pilot, lambda: "已列印" in stage.text())
    assert paper.asked == 2


async def test_where_four_buttons_do_not_fit_a_receipt_that_did_not_come_out_can_be_read_instead() -> None:
    paper = Paper(Sheet.FAILED)
    stage: Stage[AfterPaying] = Stage(lambda: paid(paper.printing))
    async with stage.played((54, 30)) as pilot:
        assert [action.id for action in shown(stage)] == ["print", "more", "finish"]
        await pilot.click("#print")
        await until(pilot, lambda: [action.id for action in shown(stage)] == ["receipt", "more", "finish"])
        stage.clock.advance(5)
        await pilot.click("#receipt")
        await until(pilot, lambda: stage.answer is AfterPaying.RECEIPT)
    receipt: Stage[Any] = Stage(lambda: ReceiptPage(samples.receipt(), printing=paper.printing))
    async with receipt.played((54, 30)) as pilot:
        await until(pilot, lambda: "再印一次" in receipt.text())


async def test_who_has_paid_goes_on_while_the_printer_hangs() -> None:
    paper = Paper(Sheet.FAILED)
    stage: Stage[AfterPaying] = Stage(lambda: paid(paper.printing))
    async with stage.played() as pilot:
        paper.goes_on.clear()
        await pilot.click("#print")
        await until(pilot, lambda: paper.asked == 1)
        assert "列印中" in stage.text()
        await pilot.click("#finish")
        await until(pilot, lambda: stage.answer is AfterPaying.FINISH)
        paper.goes_on.set()
        await until(pilot, lambda: not paper.printing.going)


async def test_what_is_being_printed_on_one_page_is_not_offered_again_on_the_next() -> None:
    paper = Paper()
    walk = Walk("zh-TW")
    async with walk.played() as pilot:
        paper.goes_on.clear()
        await walk.shows(pilot, View(lambda: paid(paper.printing)))
        await pilot.click("#print")
        await until(pilot, lambda: paper.asked == 1)
        await walk.shows(pilot, View(lambda: ReceiptPage(samples.receipt(), printing=paper.printing)))
        assert "列印中" in walk.text()
        paper.goes_on.set()
        await until(pilot, lambda: "已列印" in walk.text())
    assert paper.asked == 1


@pytest.mark.long
async def test_a_printer_that_cannot_print_says_so_before_it_is_asked_to_and_takes_it_back_once_it_can() -> None:
    paper = Paper(possible=Sheet.NO_PAPER)
    stage: Stage[AfterPaying] = Stage(lambda: paid(paper.printing))
    async with stage.played() as pilot:
        await until(pilot, lambda: "無法列印" in stage.text())
        await pilot.click("#print")
        await pilot.pause()
        assert (paper.asked, stage.answer) == (0, None)
        paper.possible = Sheet.FINE
        await until(pilot, lambda: "列印收據" in stage.text())
        await pilot.click("#print")
        await until(pilot, lambda: "已列印" in stage.text())


async def test_nothing_beside_the_button_moves_when_its_words_change() -> None:
    paper = Paper(Sheet.FAILED)
    stage: Stage[AfterPaying] = Stage(lambda: paid(paper.printing))
    async with stage.played((120, 40)) as pilot:
        before = [action.region for action in shown(stage)]
        await pilot.click("#print")
        await until(pilot, lambda: "再印一次" in stage.text())
        assert [action.region for action in shown(stage)] == before


def shown(stage: Stage[Any]) -> list[Any]:
    return [action for action in stage.app.screen.query("#actions Action") if action.display]
