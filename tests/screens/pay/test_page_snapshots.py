"""The appearance of the pages. Look at a difference before you accept it: `pytest --snapshot-update` writes it down."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from itertools import cycle

import pytest
from textual.pilot import Pilot

from kiosk.theme import CONTRAST, DAY
from tests.screens.gallery import VIEWS
from tests.screens.stage import Stage
from tests.screens.welcome.test_welcome import SERVICE

Compare = Callable[..., bool]

SMALL, LARGE, TOO_SMALL = (80, 24), (120, 40), (50, 12)

ONLY_ONE = {
    "plate": SMALL,
    "plate-wrong": SMALL,
    "bills-1": SMALL,
    "bills-due": SMALL,
    "bills-elsewhere": LARGE,
    "bill": LARGE,
    "providers-off-duty": SMALL,
    "check-making": SMALL,
    "payment-at-wallet": SMALL,
    "payment-processing": SMALL,
    "payment-large": LARGE,
    "bill-elsewhere": SMALL,
    "payment-unknown": LARGE,
    "partly-answered": SMALL,
    "not-enrolled": SMALL,
    "expired": SMALL,
    "refund": LARGE,
    "unreachable": LARGE,
    "taken": LARGE,
    "refused": SMALL,
    "no-receipt": SMALL,
}
"""Views of a page that another view shows in the other size."""

SETTINGS = (
    ("zh-TW", DAY.name, "en", CONTRAST.name),
    ("en", DAY.name, "zh-TW", CONTRAST.name),
    ("zh-TW", CONTRAST.name, "en", DAY.name),
    ("en", CONTRAST.name, "zh-TW", DAY.name),
)
"""Language and theme of the small window and of the large one, page after page: each page is seen in both of both."""


def shown_as() -> Iterator[tuple[str, tuple[int, int], str, str]]:
    for name, (language, theme, other_language, other_theme) in zip(VIEWS, cycle(SETTINGS), strict=False):
        if ONLY_ONE.get(name) != LARGE:
            yield name, SMALL, language, theme
        if ONLY_ONE.get(name) != SMALL:
            yield name, LARGE, other_language, other_theme
    yield "plate", TOO_SMALL, "zh-TW", CONTRAST.name


@pytest.mark.variants(keep=20)
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

    run_before: Callable[[Pilot[None]], Awaitable[None]] = ready
    assert snap_compare(stage.app, terminal_size=size, run_before=run_before)
