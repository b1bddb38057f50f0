"""Digits as on a telephone: for numbers and codes."""

from __future__ import annotations

from textual.geometry import Region, Size

from kiosk.widgets.ground.targets import Target, Targets
from kiosk.widgets.ground.words import texts_of
from kiosk.widgets.typing.pad import CLEAR, RUB_OUT, Pad

_KEYS = (("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9"), (CLEAR, "0", RUB_OUT))
_FLAT = (("1", "2", "3", "4", "5", RUB_OUT), ("6", "7", "8", "9", "0", CLEAR))
_LOW = 8
"""Rows below which keys of four lines would be too low for a finger, and two lines of wider ones are not."""


class DigitsPad(Pad):
    """Twelve keys, in two lines where it is wide and low. A touch leaves the focus in the field that digits go to."""

    DEFAULT_CSS = "DigitsPad { width: 26; height: 8; }"
    tools = frozenset({CLEAR, RUB_OUT})

    def lay_out(self, size: Size) -> list[Target]:
        # The last column of ground lies outside, and the keys end where the page does.
        keys = _FLAT if size.height < _LOW and size.width > 2 * size.height else _KEYS
        width, height = (size.width + 1) // len(keys[0]), max(1, size.height // len(keys))
        return [
            Target(name, Region(column * width, row * height, width, height))
            for row, names in enumerate(keys)
            for column, name in enumerate(names)
        ]

    def words(self, name: str) -> str:
        return texts_of(self)(f"pad-{name}") if name in self.tools else name

    def on_targets_chosen(self, event: Targets.Chosen) -> None:
        event.stop()
        self.post_message(self.Tool(event.name) if event.name in self.tools else self.Typed(event.name))
