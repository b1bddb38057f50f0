"""Rows that are more than fit stand whole on pages that are turned by touch, and by the focus."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot
from textual.widget import Widget

from kiosk.screens.owner.vehicles import VehiclesPage
from kiosk.widgets.ground.pager import Pager
from kiosk.widgets.lists.paged_rows import PagedRows, page_starts
from tests.screens.area import VIEWS
from tests.screens.owners import vehicles
from tests.screens.stage import Stage

TEN = tuple(one.model_copy(update={"id": f"{one.id}{at}"}) for at in range(5) for one in vehicles())
"""As many as an owner may have, some of them with more to tell than others."""


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 2)), max_size=20), st.integers(1, 12))
def test_every_row_is_whole_on_one_page_unless_it_is_higher_than_a_page(
    sizes: list[tuple[int, int]], room: int
) -> None:
    tops = [0, *accumulate(height + gap for height, gap in sizes)]
    rows = [(top, top + height) for top, (height, _) in zip(tops, sizes, strict=False)]
    starts = page_starts(rows, room)
    assert all(before < after for before, after in pairwise(starts))
    for top, end in rows:
        on = max(start for start in starts if start <= top)
        if end - top <= room:
            assert end <= on + room
        assert end <= starts[-1] + room


def seen(stage: Stage[Any]) -> tuple[list[Widget], list[Widget]]:
    """Return the vehicles that are on the screen whole, and those that are there in part."""
    window = stage.app.screen.query_one(PagedRows).region
    shown = [one for one in stage.app.screen.query(".vehicle").results(Widget) if one.region.overlaps(window)]
    return [one for one in shown if window.contains_region(one.region)], [
        one for one in shown if not window.contains_region(one.region)
    ]


async def settled(stage: Stage[Any], pilot: Pilot[None]) -> None:
    await pilot.pause()
    await stage.settled(pilot)


@pytest.mark.long
@pytest.mark.parametrize("size", [(54, 30), (80, 24), (120, 40)], ids=str)
async def test_ten_vehicles_are_turned_over_by_touch_each_of_them_whole(size: tuple[int, int]) -> None:
    stage: Stage[Any] = Stage(lambda: VehiclesPage(TEN))
    async with stage.played(size) as pilot:
        pager, whole = stage.app.screen.query_one(Pager), []
        assert pager.display
        assert pager.pages > 1
        for page in range(1, pager.pages + 1):
            assert pager.page == page
            on_this, in_part = seen(stage)
            assert in_part == []
            whole += on_this
            assert await pilot.click(Pager, offset=(pager.size.width - 3, 1))
            await settled(stage, pilot)
        assert whole == list(stage.app.screen.query(".vehicle").results(Widget))
        await pilot.click(Pager, offset=(2, 1))
        await settled(stage, pilot)
        assert pager.page == pager.pages - 1
        assert seen(stage)[1] == []


async def test_the_focus_turns_to_the_page_of_what_it_goes_to() -> None:
    stage: Stage[Any] = Stage(lambda: VehiclesPage(TEN))
    async with stage.played() as pilot:
        last = stage.app.screen.query("PagedRows Action").last(Widget)
        last.focus()
        await settled(stage, pilot)
        pager = stage.app.screen.query_one(Pager)
        assert pager.page == pager.pages
        assert stage.app.screen.query_one(PagedRows).region.contains_region(last.region)


async def test_what_fits_has_no_pager() -> None:
    stage: Stage[Any] = Stage(VIEWS["vehicles"].page)
    async with stage.played((120, 40)) as pilot:
        assert not stage.app.screen.query_one(Pager).display
        await pilot.resize_terminal(64, 16)
        await settled(stage, pilot)
        assert stage.app.screen.query_one(Pager).display
        await pilot.resize_terminal(120, 40)
        await settled(stage, pilot)
        assert not stage.app.screen.query_one(Pager).display
        assert len(seen(stage)[0]) == 2
