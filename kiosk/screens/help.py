"""Help: a person to ask, and how it works in four steps."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from kiosk.i18n import Message, say
from kiosk.screens.page import Page
from kiosk.widgets.action import Action
from kiosk.widgets.words import Words

PHONE = "02-2726-9600"
"""The parking office's line, for as long as the backend has not told another."""


class HelpPage(Page[None]):
    """Whom to ask. It opens over any page and leads back to it, with nothing lost."""

    CSS_PATH = "help.tcss"
    can_go_home = False

    def heading(self) -> Message:
        return say("help-title")

    def compose_page(self) -> ComposeResult:
        phone = getattr(getattr(self.app, "service", None), "help_phone", PHONE)
        with VerticalScroll(id="help"):
            yield Words("help-counter", classes="line")
            yield Words(say("help-phone", phone=phone), classes="line big")
            yield Words("help-hours", classes="line")
            yield Words("help-kept", classes="line muted")
            if (trouble := getattr(self.app, "backend_trouble", None)) is not None:
                yield Words(trouble, id="trouble", classes="line")

    def primary_action(self) -> Action:
        return Action("help-go-on", "primary", id="go-on")

    def on_action_pressed(self) -> None:
        self.action_back()


class HowToPage(Page[None]):
    """Four short steps in plain words."""

    CSS_PATH = "help.tcss"
    can_go_home = False

    def heading(self) -> Message:
        return say("how-title")

    def compose_page(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            for number in range(1, 5):
                yield Words(say(f"how-step-{number}"), classes="line")
            yield Words("how-private", classes="line muted")

    def primary_action(self) -> Action:
        return Action("how-understood", "primary", id="go-on")

    def on_action_pressed(self) -> None:
        self.action_back()
