"""What has a name in English is called by it where the desk's language is English, and nowhere else."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from kiosk.contract.desk.session import DeskSession
from kiosk.contract.desk.story import Story
from tests.desk.office import Desk, Office, desk, standing, story


def named(*, english: bool = True) -> Office:
    """Return an office that has a name in English, as the wallet of its payments has; or neither."""
    office = Office()
    at = standing(office_en="Songshan Parking Service" if english else None)
    office.scripts["/session"] = lambda _: DeskSession(token=SecretStr("t" * 43), standing=at)

    def seen(_: object) -> Story:
        reported = story()
        wallet = reported.payment.model_copy(update={"provider_name_en": "JKOPAY" if english else None})
        return reported.model_copy(update={"payment": wallet})

    office.scripts["/payment"] = seen
    return office


async def opened(at: Desk) -> None:
    await at.sign_in()
    await at.find("261123102107")
    await at.shows("JK-88213")
    await at.press("tab")


async def test_readers_of_english_get_the_english_names_of_office_and_wallet() -> None:
    async with desk(named(), size=(120, 40), language="en") as at:
        await opened(at)
        await at.shows("Songshan Parking Service", "JKOPAY")
        await at.hides("街口支付", "松山停車服務中心")


@pytest.mark.long
async def test_readers_of_chinese_get_the_chinese_ones() -> None:
    async with desk(named(), size=(120, 40)) as at:
        await opened(at)
        await at.shows("松山停車服務中心", "街口支付")
        await at.hides("JKOPAY", "Songshan")


async def test_what_has_no_name_in_english_keeps_the_one_that_it_has() -> None:
    async with desk(named(english=False), size=(120, 40), language="en") as at:
        await opened(at)
        await at.shows("松山停車服務中心", "街口支付")
