"""A whole counter in a test: the real desk app, its real client, and the demo's real backend, used by keys only."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.cells import cell_len
from textual import events
from textual.pilot import Pilot

from kiosk.api_client.desk import DeskClient
from kiosk.backend.demo import desk as demo_desk
from kiosk.backend.demo import situations, trial
from kiosk.commands.desk_demo import Digits, trial_of
from kiosk.desk.app import DeskApp
from kiosk.desk.trial_page import TrialPage
from tests.live_backend import LiveBackend
from tests.screens.stage import until

PASSWORD = "drawn at this start of the demo"
KEY = base64.b32encode(b"twenty bytes of a key").decode()[:32]
SIZE = (80, 24)
OFFICE = "松山停車服務中心"


class Counter:
    """A window of the office and who sits there. Only keys are pressed; each one is counted."""

    def __init__(self, app: DeskApp, pilot: Pilot[None], backend: LiveBackend) -> None:
        self.app, self.pilot, self.backend = app, pilot, backend
        self.pressed: list[str] = []

    def text(self) -> str:
        """Return what the screen shows, one line a row."""
        rows = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in rows)

    async def sees(self, *words: str) -> None:
        """Wait until all these words stand on the screen, and that no line of it is longer than the window."""
        try:
            await until(self.pilot, lambda: all(one in self.text() for one in words))
        except AssertionError:
            raise AssertionError(f"{words} not on the screen:\n{self.text()}") from None
        assert all(cell_len(line) <= SIZE[0] for line in self.text().splitlines())

    async def press(self, *keys: str) -> None:
        self.pressed += keys
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def types(self, text: str) -> None:
        """Type key by key, as with the input method off."""
        for character in text:
            await self.pilot.press("minus" if character == "-" else character)
        await self.pilot.pause()

    async def composes(self, text: str) -> None:
        """Hand over what an input method composed, in one piece, as terminals do."""
        driver = self.app._driver
        assert driver is not None
        driver.process_message(events.Paste(text))
        await self.pilot.pause()

    async def sits_down(self, down: int = 0) -> None:
        """Sign in as the first of the people, or as one below."""
        await until(self.pilot, lambda: isinstance(self.app.screen, TrialPage))
        await self.press(*["down"] * down, "enter")
        await self.sees("F12")
        await until(self.pilot, lambda: not isinstance(self.app.screen, TrialPage))

    async def looks_up(self, text: str) -> None:
        """Type what the person has in their hand."""
        await self.press("f2")
        await self.types(text)
        self.pressed.clear()

    async def finds(self, name: str) -> None:
        """Look up what a clerk types for one of the situations."""
        await self.looks_up(next(one.key for one in trial.situations() if one.name == name))
        await self.press("enter")


@asynccontextmanager
async def counter(backend: LiveBackend, language: str = "zh-TW") -> AsyncIterator[Counter]:
    """Run a desk at a backend on whose demo the people and the situations are ready."""
    handed = {"trial_password": PASSWORD, "trial_key": KEY}
    demo_desk.make_ready(backend.context, handed, office=OFFICE, seed=1)
    assert situations.prepare_all(backend.context, seed=1) == 0
    people = trial_of(PASSWORD, Digits(KEY, backend.clock))
    async with DeskClient(backend.desk_url, clock=backend.clock) as client:
        app = DeskApp(client, clock=backend.clock, counter="3 號窗口", language=language, trial=people)
        app.animation_level = "none"
        async with app.run_test(size=SIZE) as pilot:
            yield Counter(app, pilot, backend)
