"""A name without a keyboard: registering by touch only, with a phone that fills in what the pad has no keys for."""

from __future__ import annotations

import pytest

from tests.journeys.kiosk import kiosk_at
from tests.journeys.visitors import NUMBER, Visitor
from tests.live_backend import LiveBackend


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
