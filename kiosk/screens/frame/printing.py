"""The offer to print, where the machine has a printer: a button that says how it stands. No visitor waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, auto

from rich.cells import cell_len
from textual import on
from textual.geometry import Size
from textual.message import Message as Event
from textual.widget import Widget

from kiosk.i18n import say
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.words import texts_of

PRINTS = "-prints"
"""The class of a page while what it offers can be printed."""


class Sheet(Enum):
    """What has become of a sheet, or would."""

    FINE = auto()
    NO_PAPER = auto()
    FAILED = auto()


class Printing:
    """One document that can be printed, and how far that is: every page that offers it shows the same."""

    def __init__(self, check: Callable[[], Awaitable[Sheet]], printed: Callable[[], Awaitable[Sheet]]) -> None:
        """Offer what `printed` prints; `check` says whether it could. Neither raises for what a printer does."""
        self.check = check
        self._printed = printed
        self.sheet: Sheet | None = None
        """What has become of it; None before it has been asked for, or while it is printed."""
        self.going = False
        self.announced = True
        """Whether the visitor has read what became of it."""
        self._done = asyncio.Event()

    def begin(self) -> Awaitable[None]:
        """Take note that it is wanted, and return what prints it."""
        self.going, self.announced, self.sheet = True, False, None
        self._done.clear()
        return self._run()

    async def done(self) -> Sheet:
        """Wait until it has been printed, or not, and return what became of it."""
        await self._done.wait()
        return self.sheet or Sheet.FAILED

    async def _run(self) -> None:
        try:
            self.sheet = await self._printed()
        finally:
            self.going = False
            self._done.set()


class PrintAction(Action):
    """Prints beside the page, which may be left meanwhile: the visitor need not wait for the paper."""

    AGAIN = 3.0
    """Seconds between two checks of a printer that cannot print: somebody may be mending it."""

    @dataclass
    class Wanted(Event):
        """The visitor wants it on paper."""

    def __init__(self, printing: Printing, words: str, *, id: str = "print") -> None:
        super().__init__(words, id=id)
        self.printing, self._words = printing, words
        self._possible = True

    def pressed(self) -> Event:
        return self.Wanted()

    def get_content_width(self, container: Size, viewport: Size) -> int:
        # As wide as the longest of its words: nothing beside it moves when they change.
        texts = texts_of(self)
        words = (self._words, "print-going", "print-done", "print-again", "print-cannot")
        return max(super().get_content_width(container, viewport), *(cell_len(texts(word)) for word in words))

    def on_mount(self) -> None:
        self._stand()
        self.run_worker(self._follow() if self.printing.going else self._check(), group="printer")

    async def _check(self) -> None:
        """Check whether it could be printed, and again as long as it could not."""
        while True:
            self._possible = await self.printing.check() is Sheet.FINE
            self._stand()
            if self._possible:
                return
            await asyncio.sleep(self.AGAIN)

    @on(Wanted)
    def _begin(self, event: Wanted) -> None:
        event.stop()
        # The app's: it goes on when the page is left.
        self.app.run_worker(self.printing.begin(), group="printing", exit_on_error=False)
        # A page may have a button for the same sheet in each of its arrangements.
        for action in self.screen.query(PrintAction):
            if action.printing is self.printing:
                action.follow()

    def follow(self) -> None:
        """Say how it stands while it is printed, and what becomes of it."""
        self._stand()
        self.run_worker(self._follow(), group="printer", exclusive=True)

    async def _follow(self) -> None:
        """Wait for the paper, and say in passing what has become of it, on whichever page offers it then."""
        sheet = await self.printing.done()
        if not self.printing.announced:
            self.printing.announced = True
            self.app.notify(texts_of(self)(say(_SAID[sheet])), markup=False)
        self._stand()
        if sheet is not Sheet.FINE:
            await self._check()

    def _stand(self) -> None:
        """Show how it stands."""
        words, usable = self._words, self._possible
        if self.printing.going:
            words, usable = "print-going", False
        elif self.printing.sheet is Sheet.FINE:
            words, usable = "print-done", False
        elif not self._possible:
            words = "print-cannot"
        elif self.printing.sheet is not None:
            words = "print-again"
        if not usable and self.has_focus:
            # A key that follows must not get lost in a button that does nothing.
            self.screen.focus_next()
        self.disabled = not usable
        self.say(words)
        self.screen.set_class(words not in {"print-again", "print-cannot"}, PRINTS)


_SAID = {Sheet.FINE: "print-take", Sheet.NO_PAPER: "print-no-paper", Sheet.FAILED: "print-failed"}
"""What is said in passing when it has been printed, or not."""


def offered(printing: Printing | None, words: str, *, id: str = "print") -> list[Widget]:
    """Return the button, or nothing where there is nothing to print on."""
    return [] if printing is None else [PrintAction(printing, words, id=id)]
