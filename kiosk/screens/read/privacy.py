"""What becomes of personal data, said before any is asked for (Personal Data Protection Act, §8)."""

from __future__ import annotations

from textual import on

from kiosk.i18n import Message, say
from kiosk.screens.read.article import ReadingPage
from kiosk.widgets.ground.action import Action


class Agreed:
    """The visitor has read the notice and agrees."""


class PrivacyPage(ReadingPage[Agreed]):
    """The office's notice, and one thing to do; a visitor who does not agree goes back."""

    CSS_PATH = "article.tcss"

    def explanation(self) -> Message:
        return say("privacy-why")

    def primary_action(self) -> Action:
        return Action("privacy-agree", "primary", id="agree")

    @on(Action.Pressed, "#agree")
    def _agree(self) -> None:
        self.dismiss(Agreed())
