"""A button stays where it is when it has the focus and while a finger is on it: what is touched is what is meant."""

from __future__ import annotations

import pytest
from textual.geometry import Region
from textual.pilot import Pilot

from kiosk.widgets.ground.action import Action
from tests.screens.frame.test_narrowest import Walk
from tests.screens.gallery import VIEWS


@pytest.mark.long
@pytest.mark.parametrize("size", [(54, 30), (80, 24)])
async def test_neither_the_focus_nor_a_finger_moves_a_button(size: tuple[int, int]) -> None:
    walk, checked, moved = Walk("zh-TW"), 0, {}
    seen: set[object] = set()
    async with walk.played(size) as pilot:
        for name, view in VIEWS.items():
            await walk.shows(pilot, view)
            for action in list(walk.app.screen.query(Action)):
                # One of each kind on each page: its style sheets are what may differ.
                kind = (type(walk.app.screen), action.weight, frozenset(walk.app.screen.classes))
                if kind in seen or not action.focusable or not action.region:
                    continue
                seen.add(kind)
                checked += 1
                places = await places_of(walk, pilot, action)
                if len(set(places.values())) > 1:
                    moved[name, action.id] = places
    assert checked > 20
    assert moved == {}


async def places_of(walk: Walk, pilot: Pilot[None], action: Action) -> dict[str, Region]:
    """Return where a button stands in each of its states."""
    places = {"as it is": action.region}
    focused = walk.app.screen.focused
    walk.app.show_focus(by_keys=True)
    action.focus(scroll_visible=False)
    await pilot.pause()
    places["focused"] = action.region
    action.add_class("-held")
    await pilot.pause()
    places["focused and held"] = action.region
    walk.app.show_focus(by_keys=False)
    await pilot.pause()
    places["held"] = action.region
    action.remove_class("-held")
    walk.app.screen.set_focus(focused)
    await pilot.pause()
    return places
