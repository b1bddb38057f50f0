"""Words on the screen. A widget asks for them when it paints, so a change of language is one repaint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, cast

from rich.cells import cell_len
from textual.content import Content
from textual.dom import DOMNode
from textual.geometry import Size
from textual.widget import Widget

from kiosk.clock import Clock
from kiosk.i18n import Message, Texts, say
from kiosk.widgets.ground.wrapping import wrapped

if TYPE_CHECKING:
    from kiosk.contract.service import ServiceInfo
    from kiosk.platform.backend_process.starting import Progress
    from kiosk.platform.terminal.double_tap import PressGuard
    from kiosk.platform.terminal.kind import TerminalKind
    from kiosk.platform.terminal.typed_ahead import TypedAhead


class Speaks(Protocol):
    """What widgets need of the app they stand in."""

    texts: Texts
    languages: Sequence[str]
    clock: Clock
    backend_state: str
    service: ServiceInfo | None
    backend_trouble: Message | None
    backend_progress: Progress | None
    by_keys: bool
    typed_ahead: TypedAhead
    presses: PressGuard
    paid_stays: float

    @property
    def terminal_kind(self) -> TerminalKind:
        """Return what the terminal does with block characters."""

    @property
    def cell(self) -> tuple[int, int] | None:
        """Return the pixels of a cell across and down; None where no pictures can be shown."""


def app_of(node: DOMNode) -> Speaks:
    """Return the app, as far as widgets know it."""
    return cast("Speaks", node.app)


def texts_of(node: DOMNode) -> Texts:
    """Return the texts of the language that is on the screen now."""
    return app_of(node).texts


class Words(Widget):
    """A message, painted in the language of the moment. Its arguments are data: markup in them is shown as typed."""

    DEFAULT_CSS = "Words { width: auto; height: auto; }"

    def __init__(self, message: Message | str, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._message = say(message) if isinstance(message, str) else message

    @property
    def message(self) -> Message:
        return self._message

    def say(self, message: Message | str) -> None:
        """Show another message in the same place."""
        self._message = say(message) if isinstance(message, str) else message
        self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        wanted = max(map(cell_len, texts_of(self)(self._message).split("\n")))
        return min(wanted, container.width) if self.shrink else wanted

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(wrapped(texts_of(self)(self._message), width)) if width else 0

    def render(self) -> Content:
        return Content("\n".join(wrapped(texts_of(self)(self._message), self.content_size.width)))
