"""Lists to read or to choose from: by keys, by touch, and what of them is to be seen."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from textual import on
from textual.app import ComposeResult
from textual.pilot import Pilot

from kiosk.screens.frame.listing import ListingPage
from kiosk.widgets.ground.pager import Pager
from kiosk.widgets.lists.card_list import HEIGHT
from kiosk.widgets.lists.entry_list import Entry, EntryList
from tests.screens.frame.test_drag import drawn
from tests.screens.stage import Stage


class ListPage(ListingPage[str]):
    def __init__(self, entries: Sequence[Entry], opens: str) -> None:
        super().__init__()
        self._entries, self._opens = entries, opens

    def compose_page(self) -> ComposeResult:
        yield EntryList(self._entries, opens=self._opens, id="list")

    @on(EntryList.Opened)
    def _opened(self, event: EntryList.Opened) -> None:
        self.dismiss(event.name)


def listed(count: int, *, opens: str = "entries-open") -> Stage[str]:
    entries = [Entry(str(n), f"第 {n} 則", f"內容 {n}", "2026/11/23", marked=n == 0) for n in range(count)]
    return Stage(lambda: ListPage(entries, opens))


async def test_the_entry_under_the_cursor_opens_with_enter() -> None:
    stage = listed(3)
    async with stage.played() as pilot:
        assert "● 第 0 則" in stage.text()
        await pilot.press("down", "enter")
        await pilot.pause()
    assert stage.answer == "1"


async def test_a_touched_entry_opens_and_the_gap_below_it_does_not() -> None:
    stage = listed(3)
    async with stage.played() as pilot:
        await pilot.click("#list", offset=(10, HEIGHT - 1))
        await pilot.pause()
        assert stage.answer is None
        await pilot.click("#list", offset=(10, 2 * HEIGHT))
        await pilot.pause()
    assert stage.answer == "2"


async def turns(stage: Stage[str], pilot: Pilot[None], key: str) -> None:
    """Touch a key of the pager."""
    pager = stage.app.screen.query_one(Pager)
    target = next(target for target in pager.targets if target.name == key)
    await pilot.click(pager, offset=(target.region.x + 2, 1))
    await pilot.pause()


async def test_pages_are_turned_there_and_back_and_the_last_one_stays() -> None:
    stage = listed(14)
    async with stage.played((80, 24)) as pilot:
        pager = stage.app.screen.query_one(Pager)
        assert (pager.display, pager.page) == (True, 1)
        pages, seen = pager.pages, [stage.text()]
        for page in range(2, pages + 1):
            await turns(stage, pilot, "next")
            assert pager.page == page
            seen.append(stage.text())
        # Every entry is on one page and on no other.
        assert [sum(f"第 {n} 則" in text for text in seen) for n in range(14)] == [1] * 14
        await turns(stage, pilot, "next")
        assert (pager.page, stage.answer) == (pages, None)
        await turns(stage, pilot, "before")
        assert pager.page == pages - 1
        stage.app.screen.query_one(EntryList).focus()
        await pilot.press("end")
        await pilot.pause()
        assert "第 13 則" in stage.text()
        assert pager.page == pages


async def test_a_list_that_fits_has_no_pager() -> None:
    stage = listed(3)
    async with stage.played((80, 24)):
        assert not stage.app.screen.query_one(Pager).display


async def test_a_finger_that_is_drawn_over_the_list_scrolls_and_opens_nothing() -> None:
    stage = listed(30)
    async with stage.played((80, 24)) as pilot:
        entries = stage.app.screen.query_one(EntryList)
        top = entries.region.y
        await drawn(stage, pilot, 10, top + 12, top + 8, top + 3)
        assert entries.scroll_offset.y == 9
        assert stage.answer is None


@pytest.mark.parametrize("key", ["enter", "space"])
async def test_a_list_that_is_only_read_opens_nothing(key: str) -> None:
    stage = listed(3, opens="")
    async with stage.played() as pilot:
        stage.app.screen.query_one(EntryList).focus()
        await pilot.press(key)
        await pilot.click("#list", offset=(10, 0))
        await pilot.pause()
        assert stage.answer is None
        assert "看內容" not in stage.text()
