"""What helps to read and to go on, on every page: another language, theme or size, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from textual.screen import Screen

from kiosk.i18n import Texts
from kiosk.languages import LANGUAGES, next_language
from kiosk.platform.textual.breakpoints import SizesKnownFirst
from kiosk.theme import DAY, THEMES
from kiosk.widgets.ground.footer import LARGE_PRINT


class Aids(SizesKnownFirst):
    """An app with the aids of the footer. Nothing typed is lost: widgets ask for their words when they paint."""

    texts: Texts
    languages: Sequence[str] = tuple(LANGUAGES)
    """Those that visitors are offered, in this order."""
    first_theme = DAY.name
    """The appearance of pages when a visit begins."""
    large_print = False
    """Whether the visitor wants half as much text and keys twice the size."""

    def first_classes(self, screen: Screen[Any]) -> Iterable[str]:
        return (LARGE_PRINT,) if self.large_print else ()

    def without_aids(self, language: str) -> None:
        """Show pages as the next visitor finds them."""
        self.texts = Texts(language)
        self.theme = self.first_theme
        self.large_print = False

    def action_next_language(self) -> None:
        """Show the next language."""
        self.texts = Texts(next_language(self.texts.language, self.languages))
        for screen in self.screen_stack:
            for widget in screen.walk_children():
                widget.refresh(layout=True)

    def action_next_theme(self) -> None:
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]

    def action_large_print(self) -> None:
        """Show half as much text and keys twice the size, or all of it again, until the visit ends."""
        self.large_print = not self.large_print
        for screen in self.screen_stack:
            screen.set_class(self.large_print, LARGE_PRINT)
            for widget in screen.walk_children():
                widget.refresh(layout=True)

    def action_help(self) -> None:
        """Show whom to ask, over the page that the visitor is on."""
        from kiosk.screens.frame.help import HelpPage

        if not isinstance(self.screen, HelpPage):
            self.push_screen(HelpPage(getattr(self.screen, "support_code", None)))
