"""Small programs on the kiosk's own ground, for tests that need a real terminal.

`python -m tests.terminal.specimen NAME` runs one.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Awaitable, Callable

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from kiosk.app import KioskApp
from kiosk.platform.crash import install_hooks
from kiosk.screens.page import Page


class Echo(Page[str]):
    """Shows what was typed, the last key, and how many keys and pastes came."""

    idle_limit = None

    def __init__(self) -> None:
        super().__init__()
        self.keys = 0

    def compose_page(self) -> ComposeResult:
        yield Input(id="input")
        yield Static("READY", id="seen")

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    @on(Input.Changed)
    def changed(self, event: Input.Changed) -> None:
        self.query_one("#seen", Static).update(f"TYPED[{event.value[-40:]}]")

    def on_click(self, event: events.Click) -> None:
        self.query_one("#seen", Static).update(f"CLICK {event.screen_x},{event.screen_y}")


async def echo(app: KioskApp) -> None:
    await app.push_screen_wait(Echo())


JOURNEYS: dict[str, Callable[[KioskApp], Awaitable[None]]] = {"echo": echo}


def main(name: str) -> int:
    install_hooks()
    if os.environ.get("SPECIMEN_IGNORES_HANGUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    app = KioskApp(JOURNEYS[name])
    app.run()
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
