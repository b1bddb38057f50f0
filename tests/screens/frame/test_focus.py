"""Where the focus is, is seen by those who use keys, has one style everywhere, and is never taken for a choice."""

from __future__ import annotations

from typing import Any

import pytest
from textual.color import Color
from textual.theme import Theme

from kiosk.screens.register.registration_plate import PlateTyped, RegistrationPlatePage
from kiosk.theme import THEMES
from kiosk.widgets.ground.choice import Choice
from kiosk.widgets.ground.focus import Focusable
from kiosk.widgets.ground.targets import State
from tests.screens.frame.test_pointer import touch
from tests.screens.gallery import VIEWS
from tests.screens.stage import Stage

FRAME = "┏┓┗┛┃━"
"""What the frame of the focus is drawn with, and nothing else is."""
LINES = "╭╮╰╯─│· \n"
"""What it takes the place of."""


def asked_for_a_plate() -> Stage[Any]:
    return Stage(lambda: RegistrationPlatePage(PlateTyped("QXJ-7731")))


def marks(stage: Stage[Any]) -> str:
    return "".join(character for character in stage.text() if character in FRAME)


async def test_the_focus_is_shown_after_a_key_and_not_after_a_touch() -> None:
    stage: Stage[Any] = Stage(VIEWS["check"].page)
    async with stage.played() as pilot:
        assert marks(stage) == ""
        await pilot.press("tab")
        assert marks(stage) != ""
        for event in touch(stage.app.screen.query_one("#title")):
            stage.app.post_message(event)
        await pilot.pause()
        assert marks(stage) == ""
        await pilot.press("up")
        assert marks(stage) != ""


async def test_the_next_visitor_is_shown_no_focus_before_a_key() -> None:
    stage: Stage[Any] = Stage(VIEWS["check"].page)
    async with stage.played() as pilot:
        await pilot.press("tab")
        assert stage.app.by_keys
        await stage.app._wipe()
        assert not stage.app.by_keys


@pytest.mark.parametrize("view", ["welcome-demo", "plate", "bills-40", "providers"])
async def test_one_frame_that_hides_no_letter_is_around_whatever_has_the_focus(view: str) -> None:
    stage: Stage[Any] = Stage(VIEWS[view].page)
    async with stage.played() as pilot:
        await pilot.press("f2", "f2")  # keys that lead nowhere
        stops = [widget for widget in stage.app.screen.focus_chain if isinstance(widget, Focusable)]
        letters = set()
        for stop in stops:
            stage.app.screen.set_focus(stop)
            await pilot.pause()
            found = marks(stage)
            assert found.count("┏") == found.count("┗") <= 1, (stop, stage.text())
            assert found.count("┏") == 1 or found == "┃┃", (stop, stage.text())
            letters.add("".join(letter for letter in stage.text() if letter not in f"{FRAME}{LINES}"))
        assert len(letters) == 1


async def test_where_no_one_has_chosen_the_focus_is_around_all_choices_and_enter_takes_none() -> None:
    stage = asked_for_a_plate()
    async with stage.played() as pilot:
        choice = stage.app.screen.query_one(Choice)
        await pilot.press("tab")
        assert choice.has_focus
        assert {choice.state(target) for target in choice.targets} == {State.REST}
        assert marks(stage).count("┏") == 1
        await pilot.press("enter")
        assert "已選" not in stage.text()
        await pilot.press("enter")
        assert "已選" in stage.text()


async def test_what_is_chosen_is_filled_ticked_and_says_so_with_and_without_the_focus() -> None:
    stage = asked_for_a_plate()
    async with stage.played() as pilot:
        choice = stage.app.screen.query_one(Choice)
        await pilot.press("tab", "down", "enter", "f2", "f2")
        name, fill = choice.chosen, choice.get_component_rich_style("choice--chosen").bgcolor
        target = next(target for target in choice.targets if target.name == name)
        for state in (State.REST, State.FOCUSED):
            line = choice.paint(target, (target.region.height - 1) // 2, state)
            assert line[0].style is not None
            assert line[0].style.bgcolor == fill
            assert "✓" in line[0].text
            assert "已選" in line[0].text


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_neither_focus_nor_choice_is_drawn_in_the_colour_of_words(theme: Theme) -> None:
    stage: Stage[Any] = Stage(VIEWS["plate"].page, theme=theme.name)
    async with stage.played():
        words = Color.parse(theme.foreground or "").rich_color
        for widget in stage.app.screen.walk_children(Focusable):
            for name in widget.COMPONENT_CLASSES:
                assert widget.get_component_rich_style(name).bgcolor != words, (widget, name)
