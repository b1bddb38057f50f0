"""Time that runs out is read from the clock, however late the ticks are."""

from __future__ import annotations

from textual.app import ComposeResult

from kiosk.clock import Deadline
from kiosk.screens.frame.page import Page
from kiosk.widgets.ground.countdown import Countdown
from tests.clock import ManualClock
from tests.screens.stage import Stage


class Counting(Page[None]):
    """A page that counts down from 90 seconds, and keeps what it hears."""

    # It is not left for idleness, whose watch may look at the clock while the test has moved it on.
    idle_limit = None

    def __init__(self, clock: ManualClock) -> None:
        super().__init__()
        self.deadline = Deadline.after(clock, 90)
        self.overs = 0

    def compose_page(self) -> ComposeResult:
        yield Countdown(self.deadline, "payment-left")

    def on_countdown_over(self) -> None:
        self.overs += 1


def counting() -> Stage[None]:
    clock = ManualClock()
    return Stage(lambda: Counting(clock), clock=clock)


async def test_a_countdown_shows_minutes_and_seconds() -> None:
    stage = counting()
    async with stage.played() as pilot:
        assert "1:30" in stage.text()
        stage.clock.advance(81.5)
        stage.app.screen.query_one(Countdown).tick()
        await pilot.pause()
        assert "0:09" in stage.text()


async def test_a_jump_of_the_wall_clock_changes_nothing() -> None:
    stage = counting()
    async with stage.played() as pilot:
        stage.clock.jump(3600)
        stage.app.screen.query_one(Countdown).tick()
        await pilot.pause()
        assert "1:30" in stage.text()


async def test_the_end_is_reported_once() -> None:
    stage = counting()
    async with stage.played() as pilot:
        countdown, page = stage.app.screen.query_one(Countdown), stage.app.screen
        assert isinstance(page, Counting)
        for _ in range(3):
            stage.clock.advance(100)
            countdown.tick()
            await pilot.pause()
        assert page.overs == 1
        assert "0:00" in stage.text()


async def test_it_can_be_started_anew() -> None:
    stage = counting()
    async with stage.played() as pilot:
        countdown, page = stage.app.screen.query_one(Countdown), stage.app.screen
        assert isinstance(page, Counting)
        stage.clock.advance(100)
        countdown.tick()
        await pilot.pause()
        countdown.restart(Deadline.after(stage.clock, 30))
        await pilot.pause()
        assert "0:30" in stage.text()
        stage.clock.advance(31)
        countdown.tick()
        await pilot.pause()
        assert page.overs == 2


async def test_a_second_that_has_not_changed_is_not_painted_again() -> None:
    stage = counting()
    async with stage.played() as pilot:
        countdown = stage.app.screen.query_one(Countdown)
        countdown.tick()
        await pilot.pause()
        painted: list[None] = []
        countdown.refresh = lambda *_, **__: painted.append(None)  # type: ignore[method-assign, assignment]
        stage.clock.advance(0.2)  # 89.8 seconds are 1:30 still, rounded up
        countdown.tick()
        assert not painted
        stage.clock.advance(1)
        countdown.tick()
        countdown.tick()
        assert len(painted) == 1
