"""The receipt on the screen: a proof that needs no scrolling."""

from __future__ import annotations

import pytest

from kiosk.languages import LANGUAGES
from kiosk.screens.pay.receipt import ReceiptPage
from tests.screens import samples
from tests.screens.stage import SIZES, Stage

PAID_AT = {"zh-TW": "2026/11/23 10:28:28", "en": "23 Nov 2026, 10:28:28"}


@pytest.mark.variants
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_number_vehicle_and_total_are_seen_at_once_however_many_bills_were_paid(
    size: tuple[int, int], language: str
) -> None:
    stage = Stage(lambda: ReceiptPage(samples.receipt(40)), language=language)
    async with stage.played(size):
        text = stage.text()
        for words in ("R20261123-000042", "BKZ-5937", "$55", PAID_AT[language]):
            assert words in text


async def test_each_line_says_when_the_vehicle_was_parked() -> None:
    stage = Stage(lambda: ReceiptPage(samples.receipt()))
    async with stage.played():
        assert "2026/11/16 10:28–11:28" in stage.text()
        assert stage.text().count("停車 2026/11/16") == 2
