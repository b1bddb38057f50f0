"""Which hour of which terminal, for a visitor whose money it took: office, terminal, time, amount, reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from textual import on
from textual.app import ComposeResult

from kiosk.api_client.desk import DeskClient
from kiosk.contract.desk.session import DeskStanding, Permission
from kiosk.contract.desk.terminals import HourReason, TerminalListWish, TerminalNamed
from kiosk.contract.desk.things import SupportSeen
from kiosk.desk.asking import AskingPage
from kiosk.desk.hours import BEFORE_FAILURE, HourAsked
from kiosk.desk.queries import may
from kiosk.desk.speaks import desk_of
from kiosk.desk.widgets.lines import Cell, Line, Prose, Row, Style
from kiosk.desk.widgets.pane import Pane
from kiosk.desk.words import day
from kiosk.domain.dates import TAIPEI, taipei
from kiosk.i18n import Message, Named, say
from kiosk.widgets.typing.field import Field
from kiosk.wording.terminal_names import terminal_name

DAYS = 30
"""How many days back an hour is offered: as long as what failed is kept."""
_MORNING = 9
"""The hour of an earlier day that stands chosen first: offices have opened."""
_AMOUNT = re.compile(r"(?:NT)?\$? ?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,6}) ?元?", re.ASCII)
_WIDE = str.maketrans("０１２３４５６７８９，＄", "0123456789,$")


class Step(StrEnum):
    """What is asked, one after the other."""

    OFFICE = "office"
    TERMINAL = "terminal"
    DAY = "day"
    HOUR = "hour"
    AMOUNT = "amount"
    REASON = "reason"


def dollars_of(text: str) -> int | None:
    """Return the amount that somebody typed (`55`, `$1,040`, `５５元`); None for what is none."""
    found = _AMOUNT.fullmatch(text.strip().translate(_WIDE))
    return None if found is None else int(found[1].replace(",", ""))


def wrong_with(text: str) -> Message | None:
    """Return why an amount cannot be looked for; None if it can, or nothing was typed."""
    return say("desk-hour-amount-wrong") if text.strip() and dollars_of(text) is None else None


def no_hour(standing: DeskStanding, seen: SupportSeen) -> Message | None:
    """Return why the hour around a failure cannot be looked at; None if it can."""
    if seen.terminal is None:
        return say("desk-hour-no-terminal")
    return None if may(standing, Permission.TERMINAL_HOUR) else say("desk-trouble-not-permitted")


class HourForm(AskingPage[HourAsked]):
    """Answers with what is to be looked at. Esc goes back a question; nothing was looked at before the last one."""

    def __init__(self, client: DeskClient, standing: DeskStanding, failure: SupportSeen | None = None) -> None:
        """Ask everything; about a failure whose terminal and time are known, only the reason."""
        super().__init__()
        self._client, self._standing = client, standing
        self._terminals: tuple[TerminalNamed, ...] = ()
        self._more = False
        self._asked: list[Step] = []
        """The questions so far; the last one stands on the page."""
        self._office: str | None = None
        self._terminal: tuple[str, str] = ("", "")
        self._day: datetime | None = None
        self._since: datetime | None = None
        self._amount: int | None = None
        if failure is not None and failure.terminal is not None:
            self._terminal = failure.terminal, failure.terminal_name or ""
            self._since = failure.at - BEFORE_FAILURE

    def title_words(self) -> Message:
        return say("desk-hour-form")

    def above(self) -> ComposeResult:
        yield Field("desk-hour-amount", most=12, check=wrong_with, id="amount")

    def on_mount(self) -> None:
        self._field.display = False
        if self._since is not None:
            self._go_on(Step.REASON)
        else:
            self.notice("desk-searching")
            self.ask(self._load)

    @property
    def _field(self) -> Field:
        return self.query_one(Field)

    async def _load(self) -> None:
        listed = await self._client.terminals(TerminalListWish())
        self.notice(None)
        self._terminals, self._more = listed.terminals, listed.more
        offices = {one.office or "" for one in listed.terminals}
        if len(offices) == 1:
            # There is nothing to choose: of one office only its terminals are asked for.
            self._office = offices.pop()
        self._go_on(Step.OFFICE if self._office is None else Step.TERMINAL)

    # The questions

    def _go_on(self, step: Step) -> None:
        self._asked.append(step)
        self._show()

    def _show(self) -> None:
        """Show the question that is asked now."""
        step, texts = self._asked[-1], desk_of(self).texts
        self._field.display = step is Step.AMOUNT
        lines: list[Line] = [Prose(texts(f"desk-hour-which-{step.value}"), Style.MUTED)]
        lines += [Row((Cell(said),), key=key) for key, said in self._choices(step)]
        if step is Step.OFFICE and not self._terminals:
            lines = [Prose(texts("desk-figures-no-terminals"))]
        elif step in {Step.OFFICE, Step.TERMINAL} and self._more:
            lines.append(Prose(texts("desk-hour-more-terminals"), Style.MUTED))
        self.pane.show(lines)
        if step is Step.AMOUNT:
            self._field.focus()
            return
        if step is Step.HOUR and self._day is not None and not self._is_today(self._day):
            self.pane.choose(self._hour_of(self._day, _MORNING).isoformat())
        self.pane.focus()

    def _choices(self, step: Step) -> Iterator[tuple[str, str]]:
        texts = desk_of(self).texts
        match step:
            case Step.OFFICE:
                offices = dict.fromkeys((one.office, one.office_en) for one in self._terminals)
                # One's own office first: that is where most people come from.
                for name, english in sorted(offices, key=lambda one: one[0] != self._standing.office):
                    shown = texts("desk-figures-no-office")
                    if name is not None:
                        shown = Named(name, english).said_in(texts.language)
                    yield name or "", shown
            case Step.TERMINAL:
                here = (one for one in self._terminals if (one.office or "") == self._office)
                yield from ((one.id, terminal_name(texts, one.name)) for one in here)
            case Step.DAY:
                yield from ((one.isoformat(), self._day_words(one)) for one in self._days())
            case Step.HOUR if self._day is not None:
                yield from self._hours(self._day)
            case Step.REASON:
                yield from ((one.value, texts(f"desk-hour-reason-{one.value}")) for one in HourReason)

    def _days(self) -> Iterator[datetime]:
        today = taipei(desk_of(self).clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
        yield from (today - timedelta(days=ago) for ago in range(DAYS))

    def _day_words(self, one: datetime) -> str:
        desk = desk_of(self)
        shown = day(desk.texts, one, desk.clock.now())
        return desk.texts(say("desk-hour-today", day=shown)) if self._is_today(one) else shown

    def _is_today(self, one: datetime) -> bool:
        return taipei(desk_of(self).clock.now()).date() == one.date()

    def _hours(self, of: datetime) -> Iterator[tuple[str, str]]:
        """Yield the hours of a day: of today those that have begun, the latest first."""
        now = taipei(desk_of(self).clock.now())
        numbers = range(now.hour, -1, -1) if self._is_today(of) else range(24)
        for number in numbers:
            begins = self._hour_of(of, number)
            yield begins.isoformat(), f"{begins:%H:%M}–{begins + timedelta(hours=1):%H:%M}"

    @staticmethod
    def _hour_of(day: datetime, hour: int) -> datetime:
        return datetime(day.year, day.month, day.day, hour, tzinfo=TAIPEI)

    # The answers

    @on(Pane.Opened)
    def _opened(self, event: Pane.Opened) -> None:
        match self._asked[-1]:
            case Step.OFFICE:
                self._office = event.key
                self._go_on(Step.TERMINAL)
            case Step.TERMINAL:
                self._terminal = next((one.id, one.name) for one in self._terminals if one.id == event.key)
                self._go_on(Step.DAY)
            case Step.DAY:
                self._day = datetime.fromisoformat(event.key)
                self._go_on(Step.HOUR)
            case Step.HOUR:
                self._since = datetime.fromisoformat(event.key)
                self._go_on(Step.AMOUNT)
            case Step.REASON if self._since is not None:
                id, name = self._terminal
                shown = terminal_name(desk_of(self).texts, name)
                self.dismiss(HourAsked(id, shown, self._since, HourReason(event.key), self._amount))

    @on(Field.Submitted)
    def _submitted(self) -> None:
        if self._asked[-1] is Step.AMOUNT and self._field.checked():
            self._amount = dollars_of(self._field.text)
            self._go_on(Step.REASON)

    def scanned(self, text: str, *, entered: bool, begun: bool) -> None:
        """Type what came as fast as a scanner types, where something is typed; its first character is there."""
        if self._asked and self._asked[-1] is Step.AMOUNT:
            self._field.call_later(self._field.enter, text[1:] if begun else text)
            if entered:
                self._field.call_later(self._submitted)

    def action_back(self) -> None:
        if len(self._asked) > 1:
            self._asked.pop()
            self._show()
        else:
            self.dismiss(None)
