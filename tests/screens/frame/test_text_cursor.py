"""Each kind of box that is typed into has the terminal's cursor inside, wherever it is in the text."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.screens.pay.plate import PlatePage
from kiosk.widgets.typing.digits_input import DigitsInput
from kiosk.widgets.typing.field import Field
from kiosk.widgets.typing.plate_input import PlateInput
from tests.screens.forms import FORMS
from tests.screens.gallery import asked
from tests.screens.stage import SIZES, Stage

BOXES: dict[str, tuple[Any, type[Any], str]] = {
    "plate": (lambda: PlatePage(asked), PlateInput, "bkz5937"),
    "code": (FORMS["code"].page, DigitsInput, "1"),
    "mobile": (FORMS["mobile"].page, Field, "0912"),
}


@pytest.mark.variants
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", BOXES)
async def test_the_cursor_stands_in_the_box_and_goes_on_with_the_text(name: str, size: tuple[int, int]) -> None:
    page, kind, keys = BOXES[name]
    stage: Stage[Any] = Stage(page)
    async with stage.played(size) as pilot:
        box = stage.app.screen.query_one(kind)
        before = stage.app.cursor_position
        assert box.region.contains_point(before)
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
            assert box.region.contains_point(stage.app.cursor_position)
        assert stage.app.cursor_position.x != before.x
