"""One line for text: its name and a hint above it, which never disappear, and what is wrong with it in its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.message import Message as Event
from textual.strip import Strip
from textual.widget import Widget

from kiosk.domain.text import clean
from kiosk.i18n import Message, say
from kiosk.widgets.ground.words import texts_of
from kiosk.widgets.typing.field_frame import bottom, middle, top, window, without_frame
from kiosk.widgets.typing.line_text import LineText

_BOXED = 4
"""Rows of a field with a frame around its text; with fewer, the text stands on a ground of its own."""

_BESIDE = 2
"""Cells between each edge of a field and its text."""

Check = Callable[[str], Message | None]
"""Says what is wrong with a text, or None."""


def no_complaint(_: str) -> Message | None:
    """Accept any text."""
    return None


class Field(Widget, can_focus=True):
    """Text from the keyboard, an input method, the clipboard, or keys on the screen: all come in through `enter`.

    `check` is asked when the page wants to go on, never while somebody still types. A complaint stays until the text
    changes. The text is data: what a terminal would obey is shown as a hole, and kept for `check` to refuse.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "field--label", "field--hint", "field--text", "field--frame", "field--active", "field--wrong", "field--cursor",
    }  # fmt: skip
    DEFAULT_CSS = """
    Field {
        width: 100%; height: 4; background: $background; color: $foreground;
        & > .field--label { background: $background; color: $foreground; text-style: bold; }
        & > .field--hint { background: $background; color: $muted; }
        & > .field--text { background: $surface; color: $foreground; }
        & > .field--frame { background: $background; color: $line; }
        & > .field--active { background: $background; color: $focus; text-style: bold; }
        & > .field--wrong { background: $background; color: $error; text-style: bold; }
        & > .field--cursor { background: $foreground; color: $background; }
    }
    """
    types_blanks: ClassVar[bool] = True
    """A blank is typed into it and presses nothing (`kiosk.platform.terminal.pointer`)."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(False)", show=False),
        Binding("right", "move(True)", show=False),
        Binding("home", "to_start", show=False),
        Binding("end", "to_end", show=False),
        Binding("backspace", "rub_out", show=False),
        Binding("delete", "delete", show=False),
        Binding("enter", "submit", show=False),
    ]

    @dataclass
    class Changed(Event):
        """Another text stands in the field."""

        field: Field

        @property
        def control(self) -> Field:
            return self.field

    @dataclass
    class Submitted(Event):
        """Enter was pressed in the field."""

        field: Field

        @property
        def control(self) -> Field:
            return self.field

    def __init__(
        self,
        label: Message | str,
        hint: Message | str | None = None,
        *,
        text: str = "",
        most: int = 120,
        check: Check = no_complaint,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Make a field that takes up to `most` characters and begins with `text`."""
        super().__init__(id=id, classes=classes)
        self._label = say(label) if isinstance(label, str) else label
        self._hint = say(hint) if isinstance(hint, str) else hint
        self._line = LineText.at_end(text)
        self._most = most
        self._check = check
        self._complaint: Message | None = None

    @property
    def text(self) -> str:
        """Return what was typed, without the blanks around it."""
        return self._line.text.strip()

    @property
    def complaint(self) -> Message | None:
        return self._complaint

    def checked(self) -> bool:
        """Say whether the text can go on; complain in place if it cannot."""
        self.complain(self._check(self.text))
        return self._complaint is None

    def complain(self, message: Message | None) -> None:
        """Say what is wrong, until the text changes; None takes it back."""
        self._complaint = message
        self.refresh()

    # Typing

    def enter(self, text: str) -> None:
        """Put text in at the cursor: a key, what an input method composed, or the clipboard; all of it or nothing."""
        tidy = self.tidied(text)
        if len(self._line.text) + len(tidy) > self._most:
            self.complain(say("field-too-long", most=str(self._most)))
            return
        self._become(self._line.typed(tidy))

    def tidied(self, text: str) -> str:
        """Return text as it goes into one line: what was copied often ends with a line end and begins with blanks."""
        return " ".join(text.split()) if len(text) > 1 else text

    def clear(self) -> None:
        self._become(LineText())

    def action_rub_out(self) -> None:
        self._become(self._line.rubbed_out())

    def action_delete(self) -> None:
        self._become(self._line.deleted())

    def action_move(self, right: bool) -> None:
        self._become(self._line.moved(right=right))

    def action_to_start(self) -> None:
        self._become(self._line.at(0))

    def action_to_end(self) -> None:
        self._become(LineText.at_end(self._line.text))

    def action_submit(self) -> None:
        self.post_message(self.Submitted(self))

    def on_key(self, event: events.Key) -> None:
        if event.character is not None and event.is_printable:
            event.stop()
            event.prevent_default()
            self.enter(event.character)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.enter(event.text)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        cells, index = event.x - _BESIDE + self._hidden(), 0
        for character in self._line.characters():
            width = cell_len(self.drawn(character))
            if cells < width:
                # Of the two ends of a character, the nearer one was meant.
                index += len(character) if 2 * cells >= width else 0
                break
            cells, index = cells - width, index + len(character)
        self._become(self._line.at(index))

    def on_focus(self) -> None:
        self._show_cursor()
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_resize(self) -> None:
        self._show_cursor()

    def put_back_later(self) -> Callable[[], None]:
        """Return what puts back the text that stands here now (`TextBox`)."""
        before = self._line
        return lambda: self._become(before)

    def _become(self, line: LineText) -> None:
        if self.screen.has_class("-working"):
            return
        changed = line.text != self._line.text
        self._line = line
        if changed:
            self._complaint = None
            self.post_message(self.Changed(self))
        self._show_cursor()
        self.refresh()

    def _show_cursor(self) -> None:
        # Where the terminal's own cursor stands, input methods open their window. The page knows of the focus first:
        # `has_focus` follows when `on_focus` is over.
        if self.screen.focused is self:
            row = 2 if self.size.height >= _BOXED else 1
            column = _BESIDE + cell_len(self.drawn(self._line.text[: self._line.cursor])) - self._hidden()
            self.app.cursor_position = self.content_region.offset + Offset(column, row)

    # Painting

    def drawn(self, text: str) -> str:
        """Return what stands on the screen for a part of the text."""
        return clean(text).replace("\t", " ").replace("\n", " ")

    @property
    def _room(self) -> int:
        """Cells for text, the cursor behind it included."""
        return max(1, self.size.width - 2 * _BESIDE)

    def _hidden(self) -> int:
        """Return how many cells of a long text are out of sight at the left."""
        return max(0, cell_len(self.drawn(self._line.text[: self._line.cursor])) + 1 - self._room)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y == 0:
            return Strip(self._head()).adjust_cell_length(width, self.rich_style)
        if self.size.height < _BOXED:
            return self._plain_line(y, width)
        style = self.get_component_rich_style(self._frame)
        if y == 1:
            return top(width, style, active=self.has_focus)
        if y == 2:
            return middle(self._content(), style, self.get_component_rich_style("field--text"), active=self.has_focus)
        if y > 3:
            return Strip.blank(width, self.rich_style)
        return bottom(width, style, self._complaint_words(width - 6), active=self.has_focus)

    def _plain_line(self, y: int, width: int) -> Strip:
        style = self.get_component_rich_style(self._frame)
        if y == 1:
            return without_frame(self._content(), style, active=self.has_focus)
        return Strip([Segment(f" {self._complaint_words(width - 1)}", style)]).adjust_cell_length(width, style)

    @property
    def _frame(self) -> str:
        if self._complaint is not None:
            return "field--wrong"
        return "field--active" if self.has_focus else "field--frame"

    def _head(self) -> list[Segment]:
        texts = texts_of(self)
        head = [Segment(texts(self._label), self.get_component_rich_style("field--label"))]
        if self._hint is not None:
            hint = f"  {texts(self._hint)}"
            # An example that is cut in two would be a wrong one.
            if cell_len(head[0].text) + cell_len(hint) <= self.size.width:
                head.append(Segment(hint, self.get_component_rich_style("field--hint")))
        return head

    def _complaint_words(self, room: int) -> str:
        if self._complaint is None:
            return ""
        words = texts_of(self)(say("wrong", what=self._complaint))
        return words if cell_len(words) <= room else set_cell_size(words, room)

    def _content(self) -> list[Segment]:
        """Return the text's line, as wide as the room for it, with the cursor where the next character goes."""
        style, cursor = self.get_component_rich_style("field--text"), self.get_component_rich_style("field--cursor")
        before, behind = self._line.text[: self._line.cursor], self._line.text[self._line.cursor :]
        under = self._line.deleted().text
        here = behind[: len(self._line.text) - len(under)]
        rest = behind[len(here) :]
        cells = [Segment(self.drawn(before), style)]
        if self.has_focus:
            cells.append(Segment(self.drawn(here) or " ", cursor))
            cells.append(Segment(self.drawn(rest), style))
        else:
            cells.append(Segment(self.drawn(behind), style))
        return list(window(cells, self._hidden() if self.has_focus else 0, self._room, style))
