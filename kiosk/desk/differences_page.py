"""The queue of differences between ledgers, by the page: what is open, the oldest first, or what is closed."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from kiosk.api_client.desk import DeskClient
from kiosk.contract.desk.differences import DifferenceList, DifferenceListWish, DifferenceSeen
from kiosk.contract.desk.session import DeskStanding
from kiosk.desk.asking import AskingPage
from kiosk.desk.forms.difference_form import DifferenceForm, Leads
from kiosk.desk.seen import differences as words
from kiosk.desk.speaks import desk_of
from kiosk.desk.widgets.key_line import KeyWord
from kiosk.desk.widgets.lines import Cell, Line, Prose, Row, Style
from kiosk.desk.widgets.pane import Pane
from kiosk.i18n import Message, say

_NEXT, _BEFORE = "next", "before"


class DifferencesPage(AskingPage[str]):
    """Answers with the order that is to be looked up; None for none."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "again", show=False),
        Binding("f6", "turn", show=False),
    ]

    def __init__(self, client: DeskClient, standing: DeskStanding) -> None:
        super().__init__()
        self._client, self._standing = client, standing
        self._of_closed = False
        self._behind: list[int] = []
        """The last difference of each page before this one."""
        self._list: DifferenceList | None = None

    def title_words(self) -> Message:
        return say("desk-differences-title")

    def key_words(self) -> list[KeyWord]:
        texts = desk_of(self).texts
        return [KeyWord("F5", texts("desk-key-again")), KeyWord("F6", texts("desk-key-closed"))]

    def on_mount(self) -> None:
        self.notice("desk-differences-asking")
        self._ask(lambda: self._load(None))

    def action_again(self) -> None:
        self._ask(lambda: self._load("desk-loaded-anew"))

    def action_turn(self) -> None:
        """Show what is closed in place of what is open, and back."""
        self._ask(lambda: self._load(None, closed=not self._of_closed, behind=[]))

    def _ask(self, asking: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Ask for a page, in the place of one that was asked for before and is on its way still."""
        self.ask_in("asking", asking)

    async def _load(self, done: str | None, *, closed: bool | None = None, behind: list[int] | None = None) -> None:
        """Ask for a page, this one if none is named; what stands there stays until the answer has come."""
        closed = self._of_closed if closed is None else closed
        pages = self._behind if behind is None else behind
        wish = DifferenceListWish(closed=closed, after=pages[-1] if pages else None)
        self._list = await self._client.differences(wish)
        anew = (closed, pages) != (self._of_closed, self._behind)
        self._of_closed, self._behind = closed, pages
        self._show(self._list, anew=anew)
        self.notice(done)

    def _show(self, listed: DifferenceList, *, anew: bool) -> None:
        texts = desk_of(self).texts
        head = "desk-differences-closed" if self._of_closed else "desk-differences-open"
        lines: list[Line] = [Prose(texts(say(head, count=listed.open)), Style.STRONG)]
        if self._behind:
            lines.append(Row((Cell(texts("desk-differences-before")),), key=_BEFORE))
        if listed.differences:
            lines += words.rows(texts, listed.differences, listed.as_of)
        elif not self._of_closed:
            lines.append(Prose(texts("desk-differences-none")))
        if listed.more:
            lines.append(Row((Cell(texts("desk-differences-next")),), key=_NEXT))
        self.pane.show(lines, anew=anew)
        if anew and listed.differences:
            self.pane.choose(str(listed.differences[0].number))

    @on(Pane.Opened)
    def _opened(self, event: Pane.Opened) -> None:
        listed = () if self._list is None else self._list.differences
        if event.key == _NEXT:
            self._ask(lambda: self._load(None, behind=[*self._behind, listed[-1].number]))
        elif event.key == _BEFORE:
            self._ask(lambda: self._load(None, behind=self._behind[:-1]))
        else:
            self._see(next(one for one in listed if str(one.number) == event.key))

    def _see(self, one: DifferenceSeen) -> None:
        def left(leads: Leads | None) -> None:
            if leads is Leads.PAYMENT:
                self.dismiss(one.order)
            elif leads is Leads.LIST:
                self._ask(lambda: self._load(None))

        self.app.push_screen(DifferenceForm(self._client, self._standing, one), left)
