"""The page that waits for visitors. It needs nobody: neither the backend nor what talks to it."""

from __future__ import annotations

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Grid, Horizontal, Vertical
from textual.timer import Timer

from kiosk.i18n import Message, say
from kiosk.screens.page import Page
from kiosk.widgets.action import Action
from kiosk.widgets.tile import Tile
from kiosk.widgets.words import Words

MOST_TRIALS = 6


@dataclass(frozen=True, slots=True)
class Pay:
    """Pay parking tickets; with a plate to try, in the demo."""

    plate: str = ""
    vehicle: str | None = None


@dataclass(frozen=True, slots=True)
class HowTo:
    """Read how it works."""


Errand = Pay | HowTo


class _Trial(Action):
    """A plate to try."""

    def __init__(self, plate: str, vehicle: str, shows: str) -> None:
        super().__init__(say("welcome-trial", plate=plate, shows=say(f"trial-{shows}")), "quiet", classes="trial")
        self.errand = Pay(plate, vehicle)


class WelcomePage(Page[Errand]):
    """What would you like to do? One heavy choice and two light ones; in the demo, plates to try."""

    CSS_PATH = "welcome.tcss"
    can_go_back = False
    can_go_home = False
    idle_limit = None

    def __init__(self) -> None:
        super().__init__()
        self._looking: Timer | None = None

    def heading(self) -> Message:
        return say("welcome-question")

    def compose_page(self) -> ComposeResult:
        with Horizontal(id="choices"):
            yield Tile("welcome-pay", "welcome-pay-more", id="pay", classes="-heavy")
            with Vertical(id="light"):
                yield Tile("welcome-how", "welcome-how-more", id="how")
                yield Tile("welcome-language", "welcome-language-more", id="language")
        yield Grid(id="trials")

    def on_mount(self) -> None:
        self._looking = self.set_interval(0.25, self._look_for_trials)

    async def _look_for_trials(self) -> None:
        """Show the plates to try as soon as the backend has told them; it may start after the page is read."""
        service = getattr(self.app, "service", None)
        if service is None:
            return
        if self._looking is not None:
            self._looking.stop()
        trials = service.trial_vehicles[:MOST_TRIALS]
        if not trials:
            return
        grid = self.query_one("#trials", Grid)
        await grid.mount(Words("welcome-trials", id="trials-title"))
        await grid.mount(*(_Trial(one.plate, one.type.value, one.shows) for one in trials))
        grid.add_class("-shown")

    @on(Tile.Pressed, "#pay")
    def _pay(self) -> None:
        self.dismiss(Pay())

    @on(Tile.Pressed, "#how")
    def _how(self) -> None:
        self.dismiss(HowTo())

    @on(Tile.Pressed, "#language")
    async def _language(self) -> None:
        await self.run_action("app.next_language")

    @on(Action.Pressed, ".trial")
    def _try(self, event: Action.Pressed) -> None:
        assert isinstance(event.action, _Trial)  # noqa: S101  the class that the selector names
        event.stop()
        self.dismiss(event.action.errand)
