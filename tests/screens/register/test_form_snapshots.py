"""The appearance of the pages of registering and signing in. Look at a difference before you accept it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from itertools import cycle

import pytest
from textual.pilot import Pilot

from kiosk.theme import DAY
from kiosk.widgets.codes.phone_offer import PhoneOffer
from kiosk.widgets.typing.strength_bar import StrengthBar
from tests.screens.forms import FORMS
from tests.screens.pay.test_page_snapshots import LARGE, SETTINGS, SMALL, Compare
from tests.screens.stage import Stage

ONLY_ONE = {
    "mobile": SMALL,
    "email-wrong": SMALL,
    "password-shown": LARGE,
    "code": LARGE,
    "code-late": LARGE,
    "code-wrong": SMALL,
    "code-last-try": LARGE,
    "code-long": SMALL,
    "sign-in": LARGE,
    "sign-in-typed": SMALL,
    "sign-in-with-phone": SMALL,
    "sign-in-providers": SMALL,
    "sign-in-link": LARGE,
    "sign-in-with-code": LARGE,
    "sign-in-on-phone": SMALL,
}
"""Views of a page that another view shows in the other size."""

UPRIGHT = (67, 53)
"""A tall touch panel."""

JUDGED = {"password-typed": 2, "password-shown": 1}
"""How many strengths a view shows: they are painted a moment after the page is there."""


OFFERED = "sign-in-with-code"
"""The view that has a code as soon as there is one."""


def shown_as() -> Iterator[tuple[str, tuple[int, int], str, str]]:
    for name, (language, theme, other_language, other_theme) in zip(FORMS, cycle(SETTINGS), strict=False):
        if ONLY_ONE.get(name) != LARGE:
            yield name, SMALL, language, theme
        if ONLY_ONE.get(name) != SMALL:
            yield name, LARGE, other_language, other_theme
    yield OFFERED, UPRIGHT, "zh-TW", DAY.name


@pytest.mark.variants(keep=8)
@pytest.mark.parametrize(
    ("name", "size", "language", "theme"),
    [pytest.param(*one, id="-".join([one[0], f"{one[1][0]}x{one[1][1]}", *one[2:]])) for one in shown_as()],
)
def test_the_page_looks_as_it_did(
    snap_compare: Compare, name: str, size: tuple[int, int], language: str, theme: str
) -> None:
    view = FORMS[name]
    stage = Stage(view.page, language=language, theme=theme)

    async def ready(pilot: Pilot[None]) -> None:
        await stage.shown(pilot)
        if view.then is not None:
            view.then(stage)
        await pilot.pause()
        while sum(bar.strength is not None for bar in stage.app.screen.query(StrengthBar)) < JUDGED.get(name, 0):
            await pilot.pause()
        while name == OFFERED and not stage.app.screen.query(PhoneOffer):
            await pilot.pause()
        await pilot.pause()
        await stage.settled(pilot)

    run_before: Callable[[Pilot[None]], Awaitable[None]] = ready
    assert snap_compare(stage.app, terminal_size=size, run_before=run_before)
