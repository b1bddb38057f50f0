"""Whatever happens on a page, its widgets are styled as Textual styles them when it remembers nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.pilot import Pilot
from textual.widget import Widget

from kiosk.platform.textual import matched_styles
from kiosk.theme import THEMES
from kiosk.widgets.ground.action import Action
from tests.screens import area, forms, gallery
from tests.screens.gallery import View
from tests.screens.stage import Stage

VIEWS: Mapping[str, View] = {
    name: views[name]
    for views, names in (
        (gallery.VIEWS, ("bills-tabs", "plate-wrong", "payment-help")),
        (area.VIEWS, ("services", "vehicles")),
        (forms.FORMS, ("name",)),
    )
    for name in names
}


def style(node: DOMNode) -> dict[str, object]:
    """Return how a widget and its parts are styled, and what has it styled anew."""
    parts = {name: rules(part.base) for name, part in node._component_styles.items()}
    flags = node._has_hover_style, node._has_focus_within, node._has_order_style, node._has_odd_or_even
    return {"itself": rules(node.styles.base), "parts": parts, "flags": flags}


def rules(styles: Any) -> dict[str, str]:
    return {name: repr(value) for name, value in styles._rules.items()}


def differing(stage: Stage[Any]) -> list[str]:
    """Return the widgets that Textual's own style sheet, with the same sources, styles in another way."""
    sheet = stage.app.stylesheet
    plain = Stylesheet(variables=sheet._variables)
    plain.source = sheet.source.copy()
    plain.parse()
    sheet.update(stage.app.screen)  # sheets of other pages may have come since, and restyle nothing by themselves
    found = []
    for node in stage.app.screen.walk_children(with_self=True):
        before = style(node)
        plain.apply(node)
        if before != style(node):
            found.append(str(node))
    return found


async def use_a_key(stage: Stage[Any], pilot: Pilot[None]) -> None:
    await pilot.press("tab")


async def point_at_it(stage: Stage[Any], pilot: Pilot[None]) -> None:
    await pilot.hover(next(action for action in stage.app.screen.query(Action) if action.region))


async def disable_it(stage: Stage[Any], pilot: Pilot[None]) -> None:
    stage.app.screen.query(Action).first().disabled = True


async def disable_what_is_around_it(stage: Stage[Any], pilot: Pilot[None]) -> None:
    parent = stage.app.screen.query(Action).last().parent
    assert isinstance(parent, Widget)
    parent.disabled = True


async def take_the_last_away(stage: Stage[Any], pilot: Pilot[None]) -> None:
    await stage.app.screen.query(Action).last().remove()


async def turn_the_light_off(stage: Stage[Any], pilot: Pilot[None]) -> None:
    stage.app.theme = next(theme.name for theme in THEMES if theme.name != stage.app.theme)


CHANGES: tuple[Callable[[Stage[Any], Pilot[None]], Awaitable[None]], ...] = (
    use_a_key,
    use_a_key,
    point_at_it,
    disable_it,
    disable_what_is_around_it,
    turn_the_light_off,
    take_the_last_away,
)


@pytest.mark.variants
@pytest.mark.parametrize("name", VIEWS)
async def test_a_widget_is_styled_as_if_nothing_had_been_remembered(name: str) -> None:
    stage: Stage[Any] = Stage(VIEWS[name].page)
    async with stage.played() as pilot:
        if (then := VIEWS[name].then) is not None:
            then(stage)
        for change in CHANGES:
            await pilot.pause()
            assert differing(stage) == []
            await change(stage, pilot)
        await pilot.pause()
        assert differing(stage) == []


async def test_no_more_is_remembered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matched_styles, "PLACES", 20)
    monkeypatch.setattr(matched_styles.MatchedStyles, "found", {})
    stage: Stage[Any] = Stage(VIEWS["name"].page)
    async with stage.played():
        assert 0 < len(stage.app.stylesheet.found) <= matched_styles.PLACES
        assert differing(stage) == []


async def test_an_id_of_a_visitors_own_is_not_remembered() -> None:
    stage: Stage[Any] = Stage(VIEWS["vehicles"].page)
    async with stage.played():
        own = [action.id for action in stage.app.screen.query(Action) if (action.id or "").startswith("edit-")]
        assert own
        found: Any = stage.app.stylesheet.found
        remembered = {traits[1] for _, path, _ in found for traits in path}
        assert not remembered.intersection(own)
