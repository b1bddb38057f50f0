"""A portrait panel's 54 columns: what stands in a code's place is whole, and so is what can be pressed below it."""

from __future__ import annotations

import pytest

from kiosk.app import KioskApp
from kiosk.languages import LANGUAGES
from kiosk.widgets.codes.qr_code import QrCode
from kiosk.widgets.ground.action import Action
from tests.screens.gallery import VIEWS
from tests.screens.stage import Stage

SLIM = (54, 30)


@pytest.fixture(autouse=True)
def in_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show codes as pictures, which are smaller than those of cells."""
    monkeypatch.setattr(KioskApp, "cell", (8, 19))


COVERED = {
    "payment-processing": ("payment-cover-confirmed", "payment-cover-processing"),
    "payment-unknown": ("payment-cover-unknown", "payment-cover-hold"),
    "payment-at-wallet": ("payment-cover-at-wallet",),
}


@pytest.mark.parametrize("view", COVERED)
async def test_no_word_in_a_codes_place_is_cut(view: str) -> None:
    stage = Stage(VIEWS[view].page, language="en")
    async with stage.played(SLIM) as pilot:
        then = VIEWS[view].then
        if then is not None:
            then(stage)
        await pilot.pause()
        code = stage.app.screen.query_one(QrCode)
        assert code.covered
        covering = " ".join(code.render_line(row).text for row in range(code.area.height)).split()
        assert covering == " ".join(stage.app.texts(message) for message in COVERED[view]).split()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_can_be_pressed_stands_below_the_citys_code(language: str) -> None:
    stage = Stage(VIEWS["city-payment"].page, language=language)
    async with stage.played(SLIM):
        for action in stage.app.screen.query(Action).results(Action):
            if action.display:
                assert stage.app.screen.query_one("#page").region.contains_region(action.region)
                assert action.region.height == 3
