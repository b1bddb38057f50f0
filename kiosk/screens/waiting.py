"""An answer that takes longer than a moment: what is waited for, and the way out."""

from __future__ import annotations

from kiosk.i18n import Message, say
from kiosk.screens.page import Page


class Arrived:
    """The answer is there."""


class WaitingPage(Page[Arrived]):
    """Shown between two pages, never for an answer that comes at once."""

    AUTO_FOCUS = ""

    def heading(self) -> Message:
        return say("working")
