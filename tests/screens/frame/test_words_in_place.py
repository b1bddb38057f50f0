"""What stands on a tile, a key, a tab or a choice, and what is wrong with a field, is never cut, in no window."""

from __future__ import annotations

import pytest
from rich.cells import cell_len, set_cell_size

from kiosk.widgets.codes.qr_code import QrCode
from kiosk.widgets.ground import targets
from kiosk.widgets.ground.menu import Menu
from kiosk.widgets.ground.too_small import FULL_COLUMNS, ROWS
from kiosk.widgets.typing import field
from tests.screens.area import VIEWS as AREA
from tests.screens.forms import FORMS
from tests.screens.frame.test_narrowest import Walk
from tests.screens.gallery import VIEWS

SIZES = [(54, 30), (67, 53), (FULL_COLUMNS, ROWS)]
PAGES = {
    **{name: AREA[name] for name in ("area", "services-full", "articles")},
    **{name: FORMS[name] for name in ("register-plate", "mobile-wrong", "email-wrong", "password-typed")},
    **{name: VIEWS[name] for name in ("bills-tabs", "bills-40")},
}


@pytest.mark.variants
@pytest.mark.parametrize(
    ("size", "language"), [(size, ("en", "zh-TW")[at % 2]) for at, size in enumerate(SIZES)], ids=str
)
async def test_no_word_is_cut_on_what_is_touched_or_in_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], language: str
) -> None:
    cut: list[str] = []

    def watched(text: str, total: int) -> str:
        if cell_len(text) > total:
            cut.append(text)
        return set_cell_size(text, total)

    for module in (targets, field):
        monkeypatch.setattr(module, "set_cell_size", watched)
    walk = Walk(language)
    async with walk.played(size) as pilot:
        for name, view in PAGES.items():
            await walk.shows(pilot, view)
            cut.clear()  # a page is painted before it is laid out for the last time
            for widget in walk.app.screen.query("Targets, Field"):
                widget.refresh()
            await pilot.pause()
            walk.text()
            assert {name: cut} == {name: []}


async def test_tiles_stand_in_fewer_columns_where_their_words_need_it_and_all_of_them_stay() -> None:
    walk = Walk("en")
    async with walk.played((54, 30)) as pilot:
        await walk.shows(pilot, AREA["area"])
        slim = list(walk.app.screen.query_one(Menu).targets)
        assert len({one.region.x for one in slim}) == 2
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        wide = list(walk.app.screen.query_one(Menu).targets)
        assert len({one.region.x for one in wide}) == 3
        assert [one.name for one in slim] == [one.name for one in wide]


@pytest.mark.long
async def test_a_slim_window_says_the_days_left_the_payee_and_every_link_whole_in_english() -> None:
    walk = Walk("en")
    async with walk.played((54, 30)) as pilot:
        for name, said in (
            ("bills-3", ("Due 20 Nov", "! 3 days late", "8 days left")),
            ("receipt", ("Taipei City Parking Management", "and Development Office")),
            ("bill-notice", ("once for each", "notice.")),
            ("welcome", ("Notices", "Monthly passes", "How it works")),
            ("take-receipt", ("Scan this to take your receipt along",)),
        ):
            await walk.shows(pilot, VIEWS[name])
            text = walk.text()
            assert {name: [one for one in said if one not in text]} == {name: []}


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("payment", (54, 30)),
        ("payment", (64, 16)),
        ("take-receipt", (54, 30)),
        ("take-receipt", (67, 53)),
        ("paid", (67, 53)),
    ],
)
async def test_a_code_that_has_nothing_beside_it_stands_in_the_middle(name: str, size: tuple[int, int]) -> None:
    walk = Walk("zh-TW")
    async with walk.played(size) as pilot:
        await walk.shows(pilot, VIEWS[name])
        code = walk.app.screen.query_one(QrCode).region
        assert code.width
        assert abs(code.x - (size[0] - code.right)) <= 2
