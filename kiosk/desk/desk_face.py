"""What stands on the desk's one long page, and how a piece of work is shown on it; nothing is asked for here."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container

from kiosk.contract.desk.search import DeskAnswer
from kiosk.contract.desk.session import DeskStanding
from kiosk.desk import finds, offered
from kiosk.desk.answer_words import of_answer
from kiosk.desk.questions import AskingScreen
from kiosk.desk.seen import of_thing
from kiosk.desk.seen.facts import case_number
from kiosk.desk.speaks import desk_of
from kiosk.desk.trial import Trial, rows
from kiosk.desk.widgets.box import Box
from kiosk.desk.widgets.header import DeskHeader
from kiosk.desk.widgets.key_line import KeyLine
from kiosk.desk.widgets.lines import Line
from kiosk.desk.widgets.notice import Notice
from kiosk.desk.widgets.pane import Pane
from kiosk.desk.workspace import Work, Workspace
from kiosk.i18n import say
from kiosk.widgets.ground.too_small import TooSmall


class DeskFace(AskingScreen[None]):
    """The box, what was found, the list and what is chosen in it, and the keys that can be used now."""

    def __init__(self, standing: DeskStanding, work: Work, trial: Trial | None = None) -> None:
        """Serve the clerk of this standing; in the demo, the empty page lists the situations that are prepared."""
        super().__init__()
        self._standing, self._work, self._trial = standing, work, trial

    def compose(self) -> ComposeResult:
        yield DeskHeader()
        yield Box(id="box")
        yield Notice(id="found", most=1)
        with Container(id="panes"):
            yield Pane(id="list")
            yield Pane(id="thing")
        yield Notice(id="notice")
        yield KeyLine()
        yield TooSmall()

    def on_descendant_focus(self) -> None:
        # Where the panes stand one below the other, the one that is read has the rows.
        self.set_class(self.focused is self._thing, "-reading")

    @property
    def _space(self) -> Workspace:
        return self._work.now

    @property
    def _list(self) -> Pane:
        return self.query_one("#list", Pane)

    @property
    def _thing(self) -> Pane:
        return self.query_one("#thing", Pane)

    @property
    def _box(self) -> Box:
        return self.query_one(Box)

    def _tell(self, answer: DeskAnswer, found: int) -> None:
        """Say what came of the search: found, not found, or could not ask."""
        message = of_answer(desk_of(self).texts, answer, found)
        self.query_one("#found", Notice).tell(message, case=self._case_words())

    def _case_words(self) -> str:
        case = self._space.case
        if case is None:
            return ""
        return desk_of(self).texts(say("desk-in-case", number=case_number(case.number)))

    def _show_lists(self) -> None:
        texts, level = desk_of(self).texts, self._space.level
        prepared = self._prepared() if level is None else []
        self.set_class(bool(prepared), "-prepared")
        self._list.show(prepared if level is None else list(finds.rows(texts, level.things)))
        if level is not None and level.chosen is not None:
            self._list.choose(level.chosen)
        self._show_thing()

    def _prepared(self) -> list[Line]:
        """Return what can be tried in the demo, while nothing has been searched for."""
        return [] if self._trial is None or self._space.text else rows(desk_of(self).texts, self._trial)

    def _show_thing(self, *, anew: bool = True) -> None:
        desk, thing, seen = desk_of(self), self._space.thing, self._space.shown
        trouble = None if thing is None else self._space.troubles.get(thing.key)
        lines = [] if thing is None else of_thing.lines(desk.texts, thing, seen, trouble, desk.clock.now())
        self._thing.show(lines, anew=anew)
        self._show_keys()

    def _show_keys(self) -> None:
        words = offered.keys(desk_of(self).texts, self._standing, self._work)
        self.query_one(KeyLine).show(words)
