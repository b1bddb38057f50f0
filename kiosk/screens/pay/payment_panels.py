"""What stands beside a payment's code instead of its facts: advice for scanning, and the question before leaving.

Few visitors see them, and they would be a third of the page's widgets: each is made when it is first asked for.
"""

from __future__ import annotations

from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kiosk.clock import Deadline
from kiosk.i18n import Message
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.countdown import Countdown
from kiosk.widgets.ground.words import Words


class Panel(Vertical):
    """Its first action has the focus as soon as it is there."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, classes="panel")

    def on_mount(self) -> None:
        if self.has_class("-shown"):
            self.take_focus()

    def take_focus(self) -> None:
        """Put the focus on the first action that can be seen; on none before the panel is mounted."""
        self.screen.set_focus(next((action for action in self.query(Action) if action.display), None))


class HelpPanel(Panel):
    """How to scan, the address in letters, and only the code where that makes it larger."""

    def __init__(self, link: Message, amount: Message, ends: Deadline, *, larger: bool, gaps: bool) -> None:
        """Leave the `amount` and the time until it `ends` to be seen. Offer only the code if that makes it `larger`.

        Say a distance at which `gaps` between blocks do not show.
        """
        super().__init__(id="help")
        self._gaps = gaps
        self._link, self._amount, self._ends = link, amount, ends
        self._larger = Action("payment-larger", id="larger")
        self._larger.display = larger

    def offer_larger(self, larger: bool) -> None:
        self._larger.display = larger

    def compose(self) -> ComposeResult:
        yield Words("payment-help-title", classes="panel-title")
        with Horizontal(id="help-facts"):
            yield Words(self._amount, id="help-amount")
            yield Countdown(self._ends, "payment-left", id="help-left")
        yield Words("payment-help-distance-gaps" if self._gaps else "payment-help-distance", classes="line")
        yield Words("payment-help-app", classes="line")
        yield Words("payment-help-link", classes="line")
        yield Words(self._link, id="link")
        with Horizontal(classes="row"):
            yield self._larger
            yield Action("payment-help-back", classes="close")


class Question(NamedTuple):
    """What is asked before leaving, as far as it is known now."""

    title: Message
    what: Message
    stay: Message
    leave: Message


class LeavePanel(Panel):
    """Asks before giving up, with the question that fits the moment."""

    def __init__(self, question: Question) -> None:
        super().__init__(id="give-up")
        self._title = Words(question.title, classes="panel-title", id="leave-title")
        self._what = Words(question.what, classes="line", id="leave-what")
        self._stay = Action(question.stay, classes="close", id="stay")
        self._leave = Action(question.leave, "destructive", id="leave")

    def ask(self, question: Question) -> None:
        """Put another question: a phone may confirm while somebody reads."""
        self._title.say(question.title)
        self._what.say(question.what)
        self._stay.say(question.stay)
        self._leave.say(question.leave)

    def compose(self) -> ComposeResult:
        yield self._title
        yield self._what
        with Horizontal(classes="row"):
            yield self._stay
            yield self._leave
