"""In every window that people stand at, what a page offers is inside it, whole, and where fingers expect it."""

from __future__ import annotations

import pytest
from textual.widget import Widget

from kiosk.screens.frame.page import FOOTER, FOOTER_TALL, HEADER, MOST_ROWS, REACH, Page
from kiosk.widgets.codes.qr_code import QrCode
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.footer import KioskFooter
from kiosk.widgets.typing.pad import Pad
from tests.screens.area import VIEWS as AREA
from tests.screens.forms import FORMS
from tests.screens.frame.test_narrowest import Walk
from tests.screens.gallery import VIEWS

SIZES = [(54, 30), (64, 16), (80, 24), (120, 40), (77, 60), (67, 53), (80, 66)]
PAGES = ("welcome", "plate", "plate-offer", "bills-3", "providers", "check", "payment", "paid", "receipt", "help")
FORM_PAGES = ("mobile", "email", "code", "sign-in", "sign-in-with-code")
ALL = {**{name: VIEWS[name] for name in PAGES}, **{name: FORMS[name] for name in FORM_PAGES}}


@pytest.mark.long
@pytest.mark.parametrize(
    ("size", "language"),
    [*((size, ("zh-TW", "en")[at % 2]) for at, size in enumerate(SIZES)), ((80, 24), "en")],
    ids=str,
)
async def test_a_page_is_whole_and_its_primary_action_is_at_the_lower_right(
    size: tuple[int, int], language: str
) -> None:
    rows = size[1]
    walk = Walk(language)
    async with walk.played(size) as pilot:
        for name, view in ALL.items():
            await walk.shows(pilot, view)
            assert {name: list(walk.cut())} == {name: []}
            page = walk.app.screen
            assert isinstance(page, Page)
            if page.has_class("-large"):
                continue  # only the code
            frame, footer = page.query_one("#page").region, page.query_one(KioskFooter).region
            assert footer.height == (FOOTER_TALL if rows >= REACH else FOOTER), name
            assert frame.y >= HEADER, name
            assert frame.bottom <= footer.y, name
            if not page.fills:
                assert frame.height <= MOST_ROWS, name
                above, below = frame.y - HEADER, footer.y - frame.bottom
                assert above >= below or above + 1 == below, name
            for action in page.query(Action).results(Widget):
                assert action.size.height >= 1 or not action.is_on_screen, name
            primary = [one for one in page.query("#actions > Action.-primary").results(Widget) if one.is_on_screen]
            for one in primary:
                content = page.query_one("#page").content_region
                assert (one.region.right, one.region.bottom) <= (content.right, content.bottom), name
                assert one.region.right >= content.right - 6, name
            if rows >= 53 and not page.fills:
                touched = [pad.region for pad in page.query(Pad).results(Widget)] + [one.region for one in primary]  # type: ignore[type-abstract]
                assert all(region.bottom > rows // 2 for region in touched), name


@pytest.mark.parametrize("language", ["zh-TW", "en"])
async def test_a_slim_window_shows_the_code_with_the_letters_to_compare_and_the_whole_line_about_typing(
    language: str,
) -> None:
    walk = Walk(language)
    async with walk.played((54, 24)) as pilot:
        await walk.shows(pilot, AREA["link"])
        assert walk.app.screen.query_one(QrCode).scale
        assert "WDJB-MJHT" in walk.text()
        await walk.shows(pilot, VIEWS["welcome"])
        said = "".join(walk.text().split())
        assert "".join(walk.app.texts("welcome-type").split()) in said
