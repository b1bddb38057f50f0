"""What is scanned belongs to the page: a bill is shown, a plate is taken, and anything else is dropped, visibly."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets._toast import Toast

from kiosk.i18n import say
from kiosk.platform.terminal.pictures import Pictured
from kiosk.platform.terminal.scanner import Scanned
from kiosk.screens.frame.page import Page
from kiosk.screens.pay.bills_answers import ShowBill
from kiosk.screens.pay.plate import NumberScanned
from kiosk.screens.register.email import EmailPage
from kiosk.widgets.typing.field import Field
from kiosk.widgets.typing.plate_input import PlateInput
from tests.screens.area import VIEWS as AREA
from tests.screens.forms import FORMS
from tests.screens.frame.test_narrowest import Walk
from tests.screens.gallery import VIEWS
from tests.screens.stage import Stage, until

SKIPPED = "已略過掃描：這一頁不接受條碼"


async def scan(stage: Stage[Any], pilot: Pilot[None], text: str, *, entered: bool = True) -> None:
    """Scan as the driver tells it: the first character has been typed by then."""
    await pilot.press(text[0].lower() if text[0].isalpha() else text[0])
    stage.app.post_message(Scanned(text, entered=entered, begun=True))
    await pilot.pause()
    await pilot.pause()


def said(stage: Stage[Any]) -> list[str]:
    """Return what lies over the page; a test's stage draws none of it."""
    return [notification.message for notification in stage.app._notifications]


@pytest.mark.parametrize("link", ["{}", "https://parkingfee.pma.gov.taipei/qr?tno={}"])
async def test_on_the_page_of_bills_a_tickets_code_shows_that_ticket(link: str) -> None:
    stage: Stage[Any] = Stage(VIEWS["bills-40"].page)
    async with stage.played() as pilot:
        number = stage.app.screen._answer.bills[7].number  # type: ignore[attr-defined]
        await scan(stage, pilot, link.format(number))
    assert isinstance(stage.answer, ShowBill)
    assert stage.answer.number == number


async def test_where_plates_are_looked_up_a_tickets_code_leads_to_the_ticket() -> None:
    stage: Stage[Any] = Stage(VIEWS["plate"].page)
    async with stage.played() as pilot:
        await scan(stage, pilot, "Q7158601D030025")
    assert stage.answer == NumberScanned("Q7158601D030025")


async def test_where_a_vehicle_is_registered_a_tickets_code_takes_the_place_of_nothing_that_was_typed() -> None:
    stage: Stage[Any] = Stage(FORMS["register-plate"].page)
    async with stage.played() as pilot:
        before = stage.app.screen.query_one(PlateInput).text
        await scan(stage, pilot, "Q7158601D030025")
        assert stage.app.screen.query_one(PlateInput).text == before
        assert said(stage) == [SKIPPED]


async def test_a_scan_is_no_part_of_a_name_nor_of_a_code_and_submits_nothing() -> None:
    stage: Stage[Any] = Stage(lambda: EmailPage(text="wang@example"))
    async with stage.played() as pilot:
        field = stage.app.screen.query_one(Field)
        await scan(stage, pilot, "Q7158601D030025")
        assert field.text == "wang@example"
        assert field.complaint is None
        assert said(stage) == [SKIPPED]


async def test_a_scan_that_comes_as_one_piece_takes_back_nothing_that_somebody_typed_before() -> None:
    stage: Stage[Any] = Stage(lambda: EmailPage(text="wang@exampl"))
    async with stage.played() as pilot:
        await pilot.press("e")
        stage.app.post_message(Scanned("Q7158601D030025", entered=True))
        await pilot.pause()
        assert stage.app.screen.query_one(Field).text == "wang@example"
        assert said(stage) == [SKIPPED]


async def test_a_scan_that_began_on_a_page_that_is_gone_harms_nothing() -> None:
    stage: Stage[Any] = Stage(VIEWS["check"].page)
    async with stage.played() as pilot:
        await stage.app.push_screen(EmailPage())
        await pilot.press("q")
        await stage.app.pop_screen()
        stage.app.post_message(Scanned("Q7158601D030025", entered=True, begun=True))
        await pilot.pause()
        assert said(stage) == [SKIPPED]


@pytest.mark.parametrize("form", FORMS)
async def test_a_key_that_comes_before_a_page_has_anything_to_type_into_is_no_fault(form: str) -> None:
    # The app asks a page for its box at each key, also while it is being made.
    page = FORMS[form].page()
    assert isinstance(page, Page)
    page.text_box()


@pytest.mark.parametrize("name", ["plate", "pass-plate", "register-plate"])
async def test_a_plate_that_is_scanned_before_its_page_has_boxes_is_in_them_as_soon_as_it_has(name: str) -> None:
    stage: Stage[Any] = Stage(Page)
    async with stage.played() as pilot:
        page = {**VIEWS, **AREA, **FORMS}[name].page()
        stage.app.push_screen(page)
        await stage.app.on_scanned(Scanned("AXB-2468", entered=False))
        await until(pilot, lambda: page.is_mounted)
        await pilot.pause()
        text = page.query_one(PlateInput).text
        assert (text.prefix, text.suffix) == ("AXB", "2468")
        assert said(stage) == []


@pytest.mark.parametrize("view", ["providers", "check", "payment", "paid", "help", "nothing-owed", "bills-3"])
async def test_elsewhere_a_scan_is_dropped_and_said_to_be(view: str) -> None:
    stage: Stage[Any] = Stage(VIEWS[view].page)
    async with stage.played() as pilot:
        page = stage.app.screen
        await scan(stage, pilot, "4710088412345")
        assert stage.app.screen is page
        assert stage.answer is None
        assert said(stage) == [SKIPPED]


CODES = {name: {**VIEWS, **FORMS}[name] for name in ("payment", "payment-large", "paid", "sign-in-with-code")}


@pytest.mark.long
@pytest.mark.parametrize("size", [(54, 30), (80, 24)], ids=str)
async def test_the_word_on_a_scan_that_was_skipped_stands_before_no_code(size: tuple[int, int]) -> None:
    walk = Walk("en")
    async with walk.app.run_test(size=size, notifications=True) as pilot:
        for name, view in CODES.items():
            await walk.shows(pilot, view)
            walk.app.notify(walk.app.texts(say("scan-skipped")), markup=False)
            await until(pilot, lambda: bool(walk.app.screen.query(Toast)))
            await pilot.pause()
            pictured = [code for code in walk.app.screen.query(Pictured) if code.region.area]
            words = [toast.region for toast in walk.app.screen.query(Toast) if toast.region.area]
            assert ("Scan skipped: this page takes no bar code" in walk.text()) == (name != "payment-large"), name
            assert not [name for code in pictured for toast in words if code.region.overlaps(toast)], name
            walk.app.clear_notifications()
