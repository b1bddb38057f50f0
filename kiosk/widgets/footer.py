"""The line below: back and home on the left, aids on the right, in the same place on every page."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal

from kiosk.widgets.action import Action


class KioskFooter(Horizontal):
    """Back and home, then language, contrast and help."""

    DEFAULT_CSS = """
    KioskFooter { height: 1; dock: bottom; background: $panel; }
    KioskFooter .gap { width: 1fr; }
    """

    def __init__(self, *, back: bool, home: bool) -> None:
        super().__init__()
        self._back, self._home = back, home

    def compose(self) -> ComposeResult:
        if self._back:
            yield Action("footer-back", "quiet", id="footer-back")
        if self._home:
            yield Action("footer-home", "quiet", id="footer-home")
        yield Horizontal(classes="gap")
        yield Action("footer-language", "quiet", id="footer-language")
        yield Action("footer-contrast", "quiet", id="footer-contrast")
        yield Action("footer-help", "quiet", id="footer-help")

    async def on_action_pressed(self, event: Action.Pressed) -> None:
        event.stop()
        match event.action.id:
            case "footer-back":
                await self.run_action("screen.back")
            case "footer-home":
                await self.run_action("screen.home")
            case "footer-language":
                await self.run_action("app.next_language")
            case "footer-contrast":
                await self.run_action("app.next_theme")
            case "footer-help":
                await self.run_action("app.help")
