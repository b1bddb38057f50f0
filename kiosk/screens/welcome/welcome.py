"""The page that waits for visitors. It needs no one: neither the backend nor what talks to it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kiosk.i18n import Message, say
from kiosk.screens.frame.navigation import Away
from kiosk.screens.frame.page import Page
from kiosk.widgets.ground.footer import LARGE_PRINT
from kiosk.widgets.ground.links import Links
from kiosk.widgets.ground.targets import Targets
from kiosk.widgets.ground.tile import Tile
from kiosk.widgets.ground.words import app_of
from kiosk.widgets.typing.trials import Trial, Trials

_POLL_EVERY = 0.25
"""Seconds between two polls for what the backend has to tell."""
_LONGEST = 32
"""Characters of the clipboard that are taken for a plate."""


# The first page waits for these lines: dataclasses would take it three milliseconds, these take a third of one.


class Pay(NamedTuple):
    """Pay parking tickets; with a plate and a vehicle (`car` or `motorcycle`) to try, in the demo."""

    plate: str = ""
    vehicle: str | None = None


class ReadArticles(NamedTuple):
    """Read what the office publishes, beginning with a column (the value of an `ArticleKind`)."""

    column: str


class Plain(Enum):
    """A task of which nothing more need be known."""

    SIGN_IN = auto()
    """Use the owner's area (車主登入)."""
    REGISTER = auto()
    """Become an owner (車主註冊)."""
    BUY_PASS = auto()
    """Buy a monthly pass."""
    HOW_TO = auto()
    """Read how it works."""


Task = Pay | ReadArticles | Plain

_LINKS = {
    "notice": "welcome-notices",
    "question": "welcome-questions",
    "channel": "welcome-channels",
    "pass": "welcome-passes",
    "how": "welcome-how",
}
"""Names and messages of the line of links; the first three name columns."""


class WelcomePage(Page[Task]):
    """What would you like to do? One heavy choice and two light ones; in the demo, plates to try."""

    CSS_PATH = "welcome.tcss"
    can_go_back = False
    can_go_home = False
    idle_limit = None

    def heading(self) -> Message:
        return say("welcome-question")

    def compose_page(self) -> ComposeResult:
        with Horizontal(id="choices"):
            yield Tile("welcome-pay", "welcome-pay-more", sign="P", id="pay", classes="-heavy")
            with Vertical(id="light"):
                yield Tile("welcome-sign-in", "welcome-sign-in-more", id="sign-in")
                yield Tile("welcome-register", "welcome-register-more", id="register")
        yield Links(_LINKS, above="welcome-type", id="links")
        yield Trials(id="trials")

    def on_mount(self) -> None:
        self._untouched = self._appearance()
        self._shown = False
        self.set_interval(_POLL_EVERY, self._poll)

    def _appearance(self) -> tuple[str, str, bool]:
        return app_of(self).texts.language, self.app.theme, self.has_class(LARGE_PRINT)

    def _poll(self) -> None:
        # A language that somebody chose and left goes back; as it was before, the page can wait for ever.
        touched = self._appearance() != self._untouched
        self.idle_limit = Page.idle_limit if touched else None
        service = app_of(self).service
        if service is not None and service.closed is not None:
            self.dismiss(Away.HOME)
            return
        if service is not None and not self._shown:
            self.show_trials([Trial(one.plate, one.type.value, one.shows) for one in service.trial_vehicles])
            if not service.payments:
                self.query_one("#pay", Tile).say("welcome-look-up", "welcome-look-up-more")
            if service.asks_city is not None:
                # Neither accounts nor passes: only what can be done here is offered.
                self.add_class("-city")
                self.query_one("#pay", Tile).say("welcome-look-up", "welcome-look-up-city")
                self.query_one("#links", Links).without("pass", above="welcome-type-city")

    def show_trials(self, trials: Sequence[Trial]) -> None:
        """Show plates to try; the page looks for those of the backend by itself."""
        self._shown = True
        self.query_one(Trials).show(trials)

    # A visitor in a hurry begins with the plate, or with the paper in their hand.

    def begin_with(self, text: str) -> bool:
        app = app_of(self)
        app.typed_ahead.begin(text[:_LONGEST], app.clock.monotonic())
        self.dismiss(Pay())
        return True

    def scanned(self, text: str, *, entered: bool) -> bool:
        """Look at what was scanned where plates are typed."""
        app = app_of(self)
        app.typed_ahead.begin("", app.clock.monotonic())
        app.typed_ahead.scan(text, app.clock.monotonic(), seen=0.0)
        self.dismiss(Pay())
        return True

    @on(Tile.Pressed, "#pay")
    def _pay(self) -> None:
        self.dismiss(Pay())

    @on(Tile.Pressed, "#sign-in")
    def _sign_in(self) -> None:
        self.dismiss(Plain.SIGN_IN)

    @on(Tile.Pressed, "#register")
    def _register(self) -> None:
        self.dismiss(Plain.REGISTER)

    @on(Targets.Chosen, "#links")
    def _follow(self, event: Targets.Chosen) -> None:
        match event.name:
            case "pass":
                self.dismiss(Plain.BUY_PASS)
            case "how":
                self.dismiss(Plain.HOW_TO)
            case column:
                self.dismiss(ReadArticles(column))

    @on(Targets.Chosen, "#trials")
    def _try(self, event: Targets.Chosen) -> None:
        trial = self.query_one(Trials).trial(event.name)
        self.dismiss(Pay(trial.plate, trial.vehicle))
