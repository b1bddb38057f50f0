"""Lists to read or to choose from: by keys, by touch, and what of them is to be seen."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from textual import on
from textual.app import ComposeResult

from kiosk.screens.page import Page
from kiosk.widgets.card_list import HEIGHT
from kiosk.widgets.entry_list import Entry, EntryList
from tests.screens.stage import Stage


class ListPage(Page[str]):
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


async def test_what_does_not_fit_is_told_and_a_touch_on_that_turns_to_it() -> None:
    stage = listed(30)
    async with stage.played((80, 24)) as pilot:
        entries = stage.app.screen.query_one(EntryList)
        shown = entries.size.height // HEIGHT
        assert f"下面還有 {30 - shown} 則" in stage.text()
        await pilot.click("#list", offset=(10, entries.size.height - 1))
        await pilot.pause()
        assert f"第 {shown} 則" in stage.text()
        await pilot.press("end")
        await pilot.pause()
        assert "第 29 則" in stage.text()
        assert "下面還有" not in stage.text()


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
