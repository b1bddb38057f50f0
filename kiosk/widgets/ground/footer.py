"""The line below: back and home on the left, aids on the right, in the same place on every page."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Region, Size

from kiosk.languages import LANGUAGES, next_language
from kiosk.widgets.ground.targets import State, Target, Targets, centred
from kiosk.widgets.ground.words import app_of

LARGE_PRINT = "-large-print"
"""The class of a page in large print: half as much text, keys twice the size."""

_ACTIONS = {
    "back": "screen.back",
    "home": "screen.home",
    "language": "app.next_language",
    "large": "app.large_print",
    "contrast": "app.next_theme",
    "help": "app.help",
}
"""Target and what it runs, in the order of the line."""

_LEFT = ("back", "home")
_MODES = ("large", "contrast")
"""What is on or off."""
_ON = "✓ "
"""Before the words of a mode that is on; its place is kept free, so that nothing moves."""


class KioskFooter(Targets):
    """Back and home, then language, large print, contrast and help; three lines to touch where the window is high.

    What a page does not offer leaves its place empty: nothing else moves there.
    """

    COMPONENT_CLASSES = {"footer--item", "footer--on"}
    DEFAULT_CSS = """
    KioskFooter {
        height: 1; dock: bottom; background: $panel; color: $foreground;
        & > .footer--item { background: $panel; color: $foreground; }
        & > .footer--on { background: $primary; color: $on-primary; text-style: bold; }
    }
    """
    acts_while_working = True

    def __init__(self, *, back: bool, home: bool) -> None:
        super().__init__(id="footer")
        self._absent = {name for name, there in (("back", back), ("home", home)) if not there}

    def lay_out(self, size: Size) -> list[Target]:
        words = {name: cell_len(self._said(name)) + len(_ON) * (name in _MODES) for name in _ACTIONS}
        room = (size.width - 2 - sum(words.values())) // len(words)
        padding = max(0, min(room, 2 if size.width < 100 else 4))
        widths = {name: width + padding for name, width in words.items()}
        x, targets = 1 if size.width < 100 else 2, []
        for name in _LEFT:
            targets.append(Target(name, Region(x, 0, widths[name], size.height)))
            x += widths[name]
        aids = [name for name in _ACTIONS if name not in _LEFT]
        x = max(x, size.width - sum(widths[name] for name in aids) - (1 if size.width < 100 else 2))
        for name in aids:
            targets.append(Target(name, Region(x, 0, widths[name], size.height)))
            x += widths[name]
        absent = self._absent | (set() if len(app_of(self).languages) > 1 else {"language"})
        return [target for target in targets if target.name not in absent]

    def paint(self, target: Target, y: int, state: State) -> list[Segment]:
        on = self._on(target.name)
        words = self._said(target.name) if y == self.size.height // 2 else ""
        words = f"{_ON}{words}" if on and words else words
        return [Segment(centred(words, target.region.width), self.face("footer--on" if on else "footer--item", state))]

    def _on(self, name: str) -> bool:
        """Say whether a mode is on."""
        if name == "large":
            return self.screen.has_class(LARGE_PRINT)
        return name == "contrast" and self.app.current_theme.dark

    async def on_targets_chosen(self, event: Targets.Chosen) -> None:
        event.stop()
        await self.run_action(_ACTIONS[event.name])

    def _said(self, name: str) -> str:
        """Return the words of a target; the next language is offered by its own name."""
        app = app_of(self)
        if name == "language":
            return LANGUAGES[next_language(app.texts.language, app.languages)]
        return app.texts(f"footer-{name}")
