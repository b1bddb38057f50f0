"""How it works: four steps, each with its picture."""

from __future__ import annotations

from textual.app import ComposeResult

from kiosk.i18n import Message, say
from kiosk.screens.frame.page import Page
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.picture_steps import PictureSteps
from kiosk.widgets.ground.words import Words


class HowToPage(Page[None]):
    """Four short steps in plain words, and what becomes of a visitor's data."""

    CSS_PATH = "help.tcss"

    def heading(self) -> Message:
        return say("how-title")

    def compose_page(self) -> ComposeResult:
        yield PictureSteps([f"how-step-{number}" for number in range(1, 5)], id="steps")
        yield Words("how-private", id="private")

    def primary_action(self) -> Action:
        return Action("how-understood", "primary", id="understood")

    def on_action_pressed(self) -> None:
        self.action_back()
