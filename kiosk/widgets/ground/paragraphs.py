"""Several messages below one another, painted by one widget."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from kiosk.i18n import Message
from kiosk.widgets.ground.words import texts_of
from kiosk.widgets.ground.wrapping import wrapped


class Paragraphs(Widget):
    """Each message begins a line, behind its `bullet` if there is one; lines that follow stand below its words."""

    DEFAULT_CSS = "Paragraphs { width: 100%; height: auto; }"

    def __init__(
        self,
        messages: Sequence[Message],
        *,
        bullet: str = "",
        airy: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Show `messages`; `airy` ones have an empty line between each two where the window is not low."""
        super().__init__(id=id, classes=classes)
        self._messages, self._bullet, self._airy = tuple(messages), bullet, airy

    def _lines(self, width: int) -> list[str]:
        texts, indent = texts_of(self), cell_len(self._bullet)
        lines: list[str] = []
        for message in self._messages:
            if lines and self._airy and not self.screen.has_class("-short"):
                lines.append("")
            for number, line in enumerate(wrapped(texts(message), max(1, width - indent))):
                lines.append((" " * indent if number else self._bullet) + line)
        return lines

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return max(map(cell_len, self._lines(container.width)), default=0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width)) if width else 0

    def render(self) -> Content:
        return Content("\n".join(self._lines(self.content_size.width)))
