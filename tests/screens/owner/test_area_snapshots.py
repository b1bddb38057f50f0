"""The appearance of pages of the owner's area. Look at a difference before you accept it: `--snapshot-update`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from itertools import cycle

import pytest
from textual.pilot import Pilot

from kiosk.languages import LANGUAGES
from kiosk.theme import CONTRAST, DAY
from kiosk.widgets.ground.too_small import COLUMNS, FULL_COLUMNS, FULL_ROWS, ROWS
from tests.screens.area import VIEWS
from tests.screens.frame.test_narrowest import Walk
from tests.screens.pay.test_page_snapshots import LARGE, SMALL, Compare
from tests.screens.stage import Stage
from tests.screens.welcome.test_welcome import SERVICE

SETTINGS = (
    (SMALL, "zh-TW", DAY.name),
    (LARGE, "en", CONTRAST.name),
    (SMALL, "en", DAY.name),
    (LARGE, "zh-TW", DAY.name),
    (SMALL, "zh-TW", CONTRAST.name),
)
"""Page after page, so that windows, languages and themes all come up."""

IN_BOTH = {"article": "en", "area": "en", "vehicles": "zh-TW", "link": "zh-TW", "services-full": "zh-TW"}
"""Pages that are laid out otherwise in the other window, and in which language they are seen there."""


def shown_as() -> Iterator[tuple[str, tuple[int, int], str, str]]:
    for name, (size, language, theme) in zip(VIEWS, cycle(SETTINGS), strict=False):
        yield name, size, language, theme
        if name in IN_BOTH:
            yield name, LARGE if size == SMALL else SMALL, IN_BOTH[name], DAY.name


@pytest.mark.variants(keep=10)
@pytest.mark.parametrize(
    ("name", "size", "language", "theme"),
    [pytest.param(*one, id="-".join([one[0], f"{one[1][0]}x{one[1][1]}", *one[2:]])) for one in shown_as()],
)
def test_the_page_looks_as_it_did(
    snap_compare: Compare, name: str, size: tuple[int, int], language: str, theme: str
) -> None:
    view = VIEWS[name]
    stage = Stage(view.page, language=language, theme=theme)
    stage.app.service = SERVICE.model_copy(update={"trial_vehicles": ()})

    async def ready(pilot: Pilot[None]) -> None:
        await stage.shown(pilot)
        if view.then is not None:
            view.then(stage)
        await pilot.pause()
        await pilot.pause()
        await stage.settled(pilot)

    run_before: Callable[[Pilot[None]], Awaitable[None]] = ready
    assert snap_compare(stage.app, terminal_size=size, run_before=run_before)


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [(FULL_COLUMNS, ROWS), (COLUMNS, FULL_ROWS)])
async def test_nothing_is_cut_off_in_the_smallest_windows(language: str, size: tuple[int, int]) -> None:
    walk = Walk(language)
    async with walk.played(size) as pilot:
        for name, view in VIEWS.items():
            await walk.shows(pilot, view)
            assert {name: list(walk.cut())} == {name: []}
