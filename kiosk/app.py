"""KioskApp: the look, the language, and the visitor's errand, one at a time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

from textual.app import App

from kiosk.clock import Clock, SystemClock
from kiosk.i18n import DEFAULT_LANGUAGE, LANGUAGES, Texts
from kiosk.theme import DAY, THEMES


class Journey(Protocol):
    """What visitors come for, from the welcome page until nobody stands there any more."""

    async def __call__(self, app: KioskApp) -> None: ...


class KioskApp(App[None], inherit_bindings=False):
    """The terminal. It starts one journey after another and keeps nothing between them."""

    CSS_PATH = "screens/page.tcss"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    ESCAPE_TO_MINIMIZE = False

    def __init__(self, journey: Callable[[KioskApp], Awaitable[None]], *, clock: Clock | None = None) -> None:
        super().__init__()
        self.clock: Clock = clock or SystemClock()
        self.texts = Texts(DEFAULT_LANGUAGE)
        self.backend_state = "starting"
        self._journey = journey
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DAY.name

    def on_mount(self) -> None:
        self.run_worker(self._serve_visitors(), group="visitor", exclusive=True)

    async def _serve_visitors(self) -> None:
        while True:
            await self._journey(self)

    def action_next_language(self) -> None:
        """Show the next language; nothing typed is lost, since widgets ask for their words when they paint."""
        names = list(LANGUAGES)
        self.texts = Texts(names[(names.index(self.texts.language) + 1) % len(names)])
        for widget in self.screen.walk_children():
            widget.refresh(layout=True)

    def action_next_theme(self) -> None:
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]

    def action_help(self) -> None:
        """Call somebody; the help page arrives with the screens."""
