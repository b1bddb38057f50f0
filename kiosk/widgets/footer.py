"""The line below: back and home on the left, aids on the right, in the same place on every page."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Region, Size

from kiosk.widgets.targets import State, Target, Targets, centred
from kiosk.widgets.words import texts_of

_ACTIONS = {
    "back": "screen.back",
    "home": "screen.home",
    "language": "app.next_language",
    "contrast": "app.next_theme",
    "help": "app.help",
}
"""Target and what it runs, in the order of the line."""

_LEFT = ("back", "home")


class KioskFooter(Targets):
    """Back and home, then language, contrast and help; one line, or three to touch where the window is high.

    What a page does not offer leaves its place empty: nothing else moves there.
    """

    COMPONENT_CLASSES = {"footer--item"}
    DEFAULT_CSS = """
    KioskFooter {
        height: 1; dock: bottom; background: $panel; color: $foreground;
        & > .footer--item { background: $panel; color: $foreground; }
    }
    """
    acts_while_working = True

    def __init__(self, *, back: bool, home: bool) -> None:
        super().__init__(id="footer")
        self._absent = {name for name, there in (("back", back), ("home", home)) if not there}

    def lay_out(self, size: Size) -> list[Target]:
        texts = texts_of(self)
        padding = 2 if size.width < 100 else 4
        widths = {name: cell_len(texts(f"footer-{name}")) + padding for name in _ACTIONS}
        x, targets = 1 if size.width < 100 else 2, []
        for name in _LEFT:
            targets.append(Target(name, Region(x, 0, widths[name], size.height)))
            x += widths[name]
        aids = [name for name in _ACTIONS if name not in _LEFT]
        x = max(x, size.width - sum(widths[name] for name in aids) - (1 if size.width < 100 else 2))
        for name in aids:
            targets.append(Target(name, Region(x, 0, widths[name], size.height)))
            x += widths[name]
        return [target for target in targets if target.name not in self._absent]

    def paint(self, target: Target, y: int, state: State) -> list[Segment]:
        words = texts_of(self)(f"footer-{target.name}") if y == self.size.height // 2 else ""
        return [Segment(centred(words, target.region.width), self.face("footer--item", state))]

    async def on_targets_chosen(self, event: Targets.Chosen) -> None:
        event.stop()
        await self.run_action(_ACTIONS[event.name])
