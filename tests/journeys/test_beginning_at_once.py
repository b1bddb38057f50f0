"""Beginning on the welcome page with the plate itself, or with the paper in the hand."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update
from textual import events

from kiosk.backend.proof import picture_codes
from kiosk.backend.registers.tables import notices, tickets
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from kiosk.platform.terminal import typed_ahead
from kiosk.platform.terminal.scanner import Scanned
from kiosk.screens.pay.plate import PlatePage
from tests.journeys.kiosk import Kiosk, kiosk_at
from tests.journeys.test_guest import DIGITS
from tests.live_backend import LiveBackend

CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)
OFFICIAL = "https://parkingfee.pma.gov.taipei/qr?tno="


def types_at_once(kiosk: Kiosk, text: str) -> None:
    """Type faster than any page comes."""
    for character in text:
        kiosk.app.post_message(events.Key(character, character))


def scans(kiosk: Kiosk, text: str) -> None:
    """Scan as a scanner does that types: its first character went on before it was known for one."""
    types_at_once(kiosk, text[0])
    kiosk.app.post_message(Scanned(text, entered=True, begun=True))


async def stands_there(kiosk: Kiosk, prefix: str, suffix: str) -> None:
    def stands() -> bool:
        page = kiosk.app.screen
        return isinstance(page, PlatePage) and (page._boxes.text.prefix, page._boxes.text.suffix) == (prefix, suffix)

    await kiosk.until(stands, prefix, suffix)


def owed(backend: LiveBackend, *, noticed: bool) -> str:
    """Return the number of a ticket of the demo's car, on a notice or on none."""
    on_notice = tickets.c.notice_number.is_not(None) if noticed else tickets.c.notice_number.is_(None)
    with backend.database.read() as connection:
        return str(
            connection.scalars(
                select(tickets.c.number)
                .where(tickets.c.plate == CAR.plate, tickets.c.status == "owed", on_notice)
                .order_by(tickets.c.number)
            ).first()
        )


@pytest.mark.long
@pytest.mark.parametrize(("typed", "boxes"), [("b", ("B", "")), ("bkz5937", ("BKZ", "5937")), ("5937", ("5937", ""))])
async def test_a_visitor_who_types_on_the_welcome_page_finds_all_of_it_on_the_plate_page(
    backend: LiveBackend, typed: str, boxes: tuple[str, str]
) -> None:
    async with kiosk_at(backend) as kiosk:
        await kiosk.sees("WelcomePage")
        types_at_once(kiosk, typed)
        await stands_there(kiosk, *boxes)
        # And nothing of it on the next one's.
        await kiosk.press("home")
        await kiosk.sees("WelcomePage")
        await kiosk.choose("#pay")
        await stands_there(kiosk, "", "")


async def test_a_plate_from_the_clipboard_begins_as_well_and_a_blank_presses_what_has_the_focus(
    backend: LiveBackend,
) -> None:
    async with kiosk_at(backend) as kiosk:
        await kiosk.sees("WelcomePage")
        kiosk.app.post_message(events.Paste("BKZ-5937"))
        await stands_there(kiosk, "BKZ", "5937")
        await kiosk.press("home")
        await kiosk.sees("WelcomePage")
        await kiosk.press("space")
        await stands_there(kiosk, "", "")


@pytest.mark.long
async def test_what_a_guest_types_on_stays_a_plate_until_the_picture_has_been_seen(
    backend: LiveBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_codes, "new_digits", lambda: DIGITS)
    monkeypatch.setattr(picture_codes, "spoken", lambda _digits: b"RIFF")
    monkeypatch.setattr(typed_ahead, "PAUSE", float("inf"))
    backend.token = ""
    async with kiosk_at(backend) as kiosk:
        await kiosk.sees("WelcomePage")
        types_at_once(kiosk, "bkz")
        await kiosk.sees("PictureCodePage")
        types_at_once(kiosk, "5937")
        await kiosk.until(lambda: kiosk.app.typed_ahead._text == "bkz5937", "the whole plate on its way")
        monkeypatch.setattr(typed_ahead, "PAUSE", -1.0)  # and now it has been seen
        await kiosk.press(*DIGITS)
        await stands_there(kiosk, "BKZ", "5937")


@pytest.mark.long
@pytest.mark.parametrize("form", ["{}", "*{}*", OFFICIAL + "{}"])
@pytest.mark.parametrize("page", ["welcome", "plate"])
async def test_a_scanned_paper_opens_its_ticket_and_the_list_lies_behind_it(
    backend: LiveBackend, page: str, form: str
) -> None:
    number = owed(backend, noticed=False)
    async with kiosk_at(backend) as kiosk:
        await kiosk.sees("WelcomePage")
        if page == "plate":
            await kiosk.choose("#pay")
            await kiosk.sees("PlatePage")
        scans(kiosk, form.format(number))
        await kiosk.sees("BillPage", number)
        await kiosk.press("escape")
        await kiosk.sees("BillsPage", "BKZ-5937")
        await kiosk.press("escape")
        await stands_there(kiosk, "BKZ", "5937")


async def test_a_ticket_that_has_passed_into_a_notice_opens_the_notice(backend: LiveBackend) -> None:
    with backend.database.read() as connection:
        ticket, notice = connection.execute(
            select(tickets.c.number, notices.c.number)
            .join(notices, notices.c.number == tickets.c.notice_number)
            .where(tickets.c.status == "owed")
            .limit(1)
        ).one()
    async with kiosk_at(backend) as kiosk:
        await kiosk.sees("WelcomePage")
        scans(kiosk, ticket)
        await kiosk.sees("BillPage", notice)


@pytest.mark.long
async def test_a_paid_and_an_unknown_number_are_distinguished_and_the_plate_can_be_asked_for(
    backend: LiveBackend,
) -> None:
    number = owed(backend, noticed=False)
    with backend.database.write() as connection:
        connection.execute(update(tickets).where(tickets.c.number == number).values(status="paid"))
    async with kiosk_at(backend) as kiosk:
        await kiosk.sees("WelcomePage")
        scans(kiosk, number)
        await kiosk.sees("TroublePage", "這張單已經繳清")
        await kiosk.choose("#step-other-plate")
        await kiosk.sees("PlatePage")
        scans(kiosk, "Q9999999Z999999")
        await kiosk.sees("TroublePage", "找不到這張單")
        await kiosk.choose("#step-home")
        await kiosk.sees("WelcomePage")
