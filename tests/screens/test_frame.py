"""The frame around every page."""

from __future__ import annotations

from textual.app import ComposeResult

from kiosk.i18n import Message, say
from kiosk.screens.navigation import Away
from kiosk.screens.page import Page
from kiosk.widgets.words import Words
from tests.screens.stage import Stage


class Plain(Page[str]):
    """A page with a heading, one line and nothing to do."""

    def heading(self) -> Message:
        return say("service-name")

    def step(self) -> tuple[int, int]:
        return 1, 4

    def compose_page(self) -> ComposeResult:
        yield Words("backend-starting")


async def test_escape_answers_back() -> None:
    stage = Stage(Plain)
    async with stage.played() as pilot:
        assert "停車一站式服務" in stage.text()
        await pilot.press("escape")
        await pilot.pause()
    assert stage.answer is Away.BACK
