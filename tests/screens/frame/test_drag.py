"""A finger that is drawn over a list scrolls it and changes nothing in it; a tap, trembling or not, is a tap."""

from __future__ import annotations

from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from kiosk.widgets.lists.bill_list import BillList
from tests.screens.gallery import VIEWS
from tests.screens.stage import Stage


def finger(kind: type[events.MouseEvent], x: int, y: int) -> events.MouseEvent:
    return kind(None, x, y, 0, 0, 1, False, False, False, screen_x=x, screen_y=y)


async def drawn(stage: Stage[Any], pilot: Pilot[None], x: int, *rows: int) -> None:
    """Put a finger down in the first of `rows`, draw it over the others, and lift it from the last."""
    stage.app.post_message(finger(events.MouseDown, x, rows[0]))
    for row in rows[1:]:
        stage.app.post_message(finger(events.MouseMove, x, row))
    stage.app.post_message(finger(events.MouseUp, x, rows[-1]))
    await pilot.pause()
    await pilot.pause()


def list_of(stage: Stage[Any]) -> BillList:
    return stage.app.screen.query_one(BillList)


@pytest.mark.variants
@pytest.mark.parametrize("size", [(80, 24), (77, 60), (120, 40)], ids=str)
async def test_a_swipe_over_three_hundred_bills_scrolls_them_and_changes_no_tick(size: tuple[int, int]) -> None:
    stage: Stage[Any] = Stage(VIEWS["bills-300"].page)
    async with stage.played(size) as pilot:
        bills, ticked = list_of(stage), list_of(stage)._selected
        top = bills.region.y
        await drawn(stage, pilot, 20, top + 9, top + 8, top + 7, top + 4)
        assert bills.scroll_offset.y == 5
        assert bills._selected == ticked
        await drawn(stage, pilot, 20, top + 2, top + 5)
        assert bills.scroll_offset.y == 2
        await drawn(stage, pilot, 20, top + 2, top + 9, top + 2)  # there and back: it was drawn all the same
        assert bills.scroll_offset.y == 2
        assert bills._selected == ticked
        assert stage.answer is None


async def test_a_press_that_ends_on_another_bill_ticks_neither() -> None:
    stage: Stage[Any] = Stage(VIEWS["bills-3"].page)
    async with stage.played() as pilot:
        bills, ticked = list_of(stage), list_of(stage)._selected
        first, second = (bills.region.y + bills.places.top(card) for card in (0, 1))
        await drawn(stage, pilot, 20, first + 1, second)
        assert bills._selected == ticked
        assert stage.answer is None


async def test_a_finger_that_trembles_within_a_bill_unticks_it() -> None:
    stage: Stage[Any] = Stage(VIEWS["bills-300"].page)
    async with stage.played() as pilot:
        bills, ticked = list_of(stage), list_of(stage)._selected
        first = bills.region.y + bills.places.top(0)
        await drawn(stage, pilot, 20, first, first + 1, first, first + 1)
        assert len(ticked - bills._selected) == 1
        assert bills.scroll_offset.y == 0
