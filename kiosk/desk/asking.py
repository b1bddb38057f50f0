"""Pages that lie over the desk's page and ask for one choice after another."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from kiosk.desk.questions import AskingScreen
from kiosk.desk.speaks import desk_of
from kiosk.desk.widgets.header import DeskHeader
from kiosk.desk.widgets.key_line import KeyLine, KeyWord
from kiosk.desk.widgets.notice import Notice
from kiosk.desk.widgets.pane import Pane
from kiosk.i18n import Message
from kiosk.widgets.ground.too_small import TooSmall
from kiosk.widgets.ground.words import Words

Answer = TypeVar("Answer")


class AskingPage(AskingScreen[Answer]):
    """A title, lines to choose from, and what happened; Esc goes back, and nothing is typed here that could be lost."""

    AUTO_FOCUS = "Pane"
    chooses: ClassVar[bool] = True
    """Whether there is anything to choose; a page that is only read names no key for it."""
    takes_factor: ClassVar[bool] = False
    """Whether what it asks for takes six digits that are not old: that is said before anything is filled in."""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", show=False)]

    def title_words(self) -> Message:
        """Return what is asked."""
        raise NotImplementedError

    def key_words(self) -> list[KeyWord]:
        """Return the keys of this page, beside Enter and Esc."""
        return []

    def above(self) -> ComposeResult:
        """Return what stands between the title and the lines."""
        yield from ()

    def compose(self) -> ComposeResult:
        yield DeskHeader()
        with Vertical(id="asked"):
            yield Words(self.title_words(), id="title")
            yield from self.above()
            yield Pane(id="choices")
        yield Notice(id="notice")
        texts = desk_of(self).texts
        choose = [KeyWord("Enter", texts("desk-key-choose"))] if self.chooses else []
        back, lock = KeyWord("Esc", texts("desk-key-back")), KeyWord("F12", texts("desk-key-lock"), stays=True)
        yield KeyLine([*self.key_words(), *choose, back, lock])
        yield TooSmall()

    @property
    def pane(self) -> Pane:
        return self.query_one(Pane)

    def ask(self, asking: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Ask the backend, once at a time."""
        if not any(worker.group == "asking" and not worker.is_finished for worker in self.workers):
            self.ask_in("asking", asking)

    def action_back(self) -> None:
        self.dismiss(None)
