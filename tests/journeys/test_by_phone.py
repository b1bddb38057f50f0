"""A name without a keyboard: registering by touch only, with a phone that fills in what the pad has no keys for."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from pydantic import SecretStr

from kiosk.contract.phone_entries import EntryField, EntryState, PhoneEntry
from kiosk.journeys.by_phone import by_phone
from kiosk.journeys.visit import Visit
from kiosk.screens.frame.navigation import Away
from kiosk.screens.register.person_name import PersonNamePage
from kiosk.screens.register.phone_entry import PhoneEntryPage
from kiosk.widgets.typing.field import Field
from tests.journeys.kiosk import kiosk_at
from tests.journeys.visitors import NUMBER, Visitor
from tests.live_backend import LiveBackend
from tests.screens.forms import ENTRY
from tests.screens.stage import Stage, until

if TYPE_CHECKING:
    from kiosk.api_client import KioskClient
    from kiosk.platform.machine.open_payments import OpenPayments

GIVEN = ENTRY.model_copy(update={"state": EntryState.GIVEN, "value": SecretStr("王小明")})


class SilentEntries:
    """A backend that begins entries once it is let go on, and never answers that one has ended."""

    def __init__(self) -> None:
        self.begins = asyncio.Event()

    async def begin(self, _: EntryField) -> PhoneEntry:
        await self.begins.wait()
        return ENTRY

    async def get(self, _: str) -> PhoneEntry:
        return ENTRY

    async def end(self, _: str) -> None:
        await asyncio.Event().wait()


def name_page(entries: SilentEntries) -> Stage[Any]:
    client = cast("KioskClient", SimpleNamespace(phone_entries=entries))

    def page() -> PersonNamePage:
        visit = Visit(stage.app, client, cast("OpenPayments", None))
        return PersonNamePage(text="Li", by_phone=by_phone(visit, EntryField.NAME))

    stage: Stage[Any] = Stage(page)
    return stage


async def test_what_was_typed_on_the_phone_stands_in_the_field_at_once_however_silent_the_backend_is() -> None:
    entries = SilentEntries()
    stage = name_page(entries)
    async with stage.played() as pilot:
        form = stage.app.screen
        entries.begins.set()
        await pilot.click("#by-phone")
        await until(pilot, lambda: isinstance(stage.app.screen, PhoneEntryPage))
        stage.app.screen.dismiss(GIVEN)
        await until(pilot, lambda: form.query_one(Field).text == "王小明")
        await pilot.press("x")
        assert form.query_one(Field).text == "王小明x"


async def test_home_from_the_code_for_the_phone_leads_there_at_once_however_silent_the_backend_is() -> None:
    entries = SilentEntries()
    stage = name_page(entries)
    async with stage.played() as pilot:
        entries.begins.set()
        await pilot.click("#by-phone")
        await until(pilot, lambda: isinstance(stage.app.screen, PhoneEntryPage))
        await pilot.press("home")
        await until(pilot, lambda: stage.answer is Away.HOME)


async def test_the_form_says_that_it_waits_for_the_code_and_takes_nothing_meanwhile() -> None:
    entries = SilentEntries()
    stage = name_page(entries)
    async with stage.played() as pilot:
        form = stage.app.screen
        await pilot.click("#by-phone")
        await until(pilot, lambda: "請稍候" in stage.text())
        await pilot.press("x")
        assert form.query_one(Field).text == "Li"
        entries.begins.set()
        await until(pilot, lambda: isinstance(stage.app.screen, PhoneEntryPage))


@pytest.mark.long
async def test_who_gives_up_the_phone_is_back_at_the_field_with_all_that_stood_there(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        visitor = Visitor(kiosk)
        await visitor.agrees()
        await visitor.gives_plate("BKZ-5937")
        await visitor.gives_number(NUMBER)
        await kiosk.sees("PersonNamePage")
        await visitor.types("Li", "#name")
        await kiosk.choose("#by-phone")
        await kiosk.sees("PhoneEntryPage")
        await kiosk.choose("#give-up")
        await kiosk.sees("PersonNamePage", "Li")
        await kiosk.choose("#by-phone")
        await kiosk.sees("PhoneEntryPage")
        await kiosk.press("home")
        await kiosk.sees("WelcomePage")
