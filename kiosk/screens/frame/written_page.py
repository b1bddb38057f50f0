"""Pages that show what the office wrote, which is asked for in the language of the moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from kiosk.screens.frame.page import Page
from kiosk.widgets.ground.words import app_of

Answer = TypeVar("Answer")

_POLL_EVERY = 0.25
"""Seconds between two checks whether the visitor has changed the language."""


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """The visitor reads another language now: what the office wrote has to be asked for anew."""


class WrittenPage(Page[Answer | OtherLanguage]):
    """It answers by itself when the language changes: its own words follow, the office's have to be fetched."""

    def on_mount(self) -> None:
        self._language = app_of(self).texts.language
        self.set_interval(_POLL_EVERY, self._check_language)

    def _check_language(self) -> None:
        # Not below help, where the language is changed as well: an answer would take that away from its reader.
        if self.app.screen is self and app_of(self).texts.language != self._language:
            self.dismiss(OtherLanguage())
