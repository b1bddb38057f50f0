"""Touches that follow one another closely each reach what they were made on."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual import events
from textual.widget import Widget

from kiosk.screens.register.registration_plate import PlateTyped, RegistrationPlatePage
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.choice import Choice
from tests.screens.stage import Stage


def touch(widget: Widget, *, lift_on: Widget | None = None) -> list[events.MouseEvent]:
    """Return a finger's press on the middle of a widget, and its lift there or on another one."""
    found: list[events.MouseEvent] = []
    for kind, where in ((events.MouseDown, widget), (events.MouseUp, lift_on or widget)):
        x, y = where.region.center
        column, row = int(x), int(y)
        found.append(kind(None, column, row, 0, 0, 1, False, False, False, screen_x=column, screen_y=row))
    return found


async def test_a_touch_is_not_lost_to_a_widget_that_is_behind_with_the_one_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stage: Stage[Any] = Stage(lambda: RegistrationPlatePage(PlateTyped("QXJ-7731")))
    async with stage.played() as pilot:
        page = stage.app.screen
        behind = asyncio.Event()
        lifted = Choice.on_mouse_up

        async def late(self: Choice, event: events.MouseUp) -> None:
            await behind.wait()
            lifted(self, event)

        monkeypatch.setattr(Choice, "on_mouse_up", late)
        choice, go_on = page.query_one(Choice), page.query_one("#next")
        pressed: list[str | None] = []
        monkeypatch.setattr(Action, "action_press", lambda self: pressed.append(self.id))
        for event in (*touch(choice), *touch(go_on)):
            stage.app.post_message(event)
            # What the app and the other widgets have to do with it; the choice itself stays behind.
            for _ in range(20):
                await asyncio.sleep(0)
        behind.set()
        await pilot.pause()
        await pilot.pause()
        assert go_on.has_focus
        assert pressed == ["next"]


async def test_a_finger_that_slides_off_a_choice_takes_the_press_back() -> None:
    stage: Stage[Any] = Stage(lambda: RegistrationPlatePage(PlateTyped("QXJ-7731")))
    async with stage.played() as pilot:
        choice, go_on = stage.app.screen.query_one(Choice), stage.app.screen.query_one("#next")
        for event in touch(choice, lift_on=go_on):
            stage.app.post_message(event)
        await pilot.pause()
        await pilot.pause()
        assert choice.chosen is None
        assert stage.answer is None
        assert stage.app.mouse_captured is None
