"""Codes in pixels on every page that has one: read in every window, and only while nothing lies over them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from textual.widget import Widget

from kiosk.app import KioskApp
from kiosk.contract.payments import Payment
from kiosk.domain.payment import PaymentState
from kiosk.platform.terminal.pictures import Placed, seen
from kiosk.screens.frame.page import Page
from kiosk.screens.pay.bill_words import bought
from kiosk.screens.pay.paid import PaidPage
from kiosk.screens.pay.payment import PaymentPage
from kiosk.screens.pay.store_codes import StoreCodesPage
from kiosk.screens.pay.take_along import receipt_page
from kiosk.widgets.codes.qr_code import QrCode
from tests.screens import samples
from tests.screens.frame.test_narrowest import Walk
from tests.screens.gallery import VIEWS
from tests.screens.stage import Stage

CELL = (10, 21)
SIZES = ((54, 30), (64, 16), (80, 24), (120, 29), (67, 53), (77, 60), (120, 40))


async def _nothing_happens() -> AsyncIterator[Payment]:
    await asyncio.Event().wait()
    yield samples.payment()


PAGES: dict[str, tuple[Callable[[], Page[Any]], set[str]]] = {
    "payment": (lambda: PaymentPage(samples.payment(), samples.JKOPAY, bought(2), _nothing_happens), {samples.LINK}),
    "paid": (
        lambda: PaidPage(samples.payment(PaymentState.PAID), samples.JKOPAY, bought(2), receipt_link=samples.SHEET),
        {samples.SHEET},
    ),
    "receipt": (lambda: receipt_page(samples.SHEET), {samples.SHEET}),
    "store": (lambda: StoreCodesPage(samples.store_codes()), set(samples.store_codes().segments)),
}


@pytest.fixture(autouse=True)
def _pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KioskApp, "cell", CELL)


def pictured(stage: Stage[Any]) -> list[Placed]:
    return list(seen(stage.app.screen))


def read(stage: Stage[Any]) -> set[str]:
    """Return the texts of the codes that pictures show in the window."""
    width, height = stage.app.size
    window = Image.new("L", (width * CELL[0], height * CELL[1]), 255)
    for at, bitmap in pictured(stage):
        left, y = at.x * CELL[0] + bitmap.left, at.y * CELL[1] + bitmap.top
        for row in bitmap.modules:
            for index, dark in enumerate(row):
                x = left + index * bitmap.across
                window.paste(0 if dark else 255, (x, y, x + bitmap.across, y + bitmap.down))
            y += bitmap.down
        assert left + len(bitmap.modules[0]) * bitmap.across <= window.width
        assert y <= window.height
    return {code.text for code in zxingcpp.read_barcodes(window)}


@pytest.mark.variants(keep=4)
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", PAGES)
async def test_what_pictures_show_is_read_in_every_window(name: str, size: tuple[int, int]) -> None:
    make, texts = PAGES[name]
    stage: Stage[Any] = Stage(make)
    async with stage.played(size):
        shown = read(stage)
        if shown:
            # In a low window a store's codes come one after the other, or its link.
            assert shown <= texts | {samples.SHEET}
        else:
            # Whole cells that are as large, or a window without room beside the facts.
            code = stage.app.screen.query_one(QrCode)
            assert code.shape is None or not code.shape.print.as_picture
        if size == (80, 24) and name == "store":
            assert shown == texts


async def test_what_lies_over_a_picture_ends_it_and_what_goes_brings_it_back() -> None:
    stage: Stage[Any] = Stage(lambda: receipt_page(samples.SHEET))
    async with stage.played((80, 24)) as pilot:
        assert read(stage) == {samples.SHEET}
        over = Widget()
        over.styles.overlay, over.styles.width, over.styles.height = "screen", 20, 20
        await stage.app.screen.mount(over, before=0)
        await pilot.pause()
        assert pictured(stage) == []
        await over.remove()
        await pilot.pause()
        assert read(stage) == {samples.SHEET}
        stage.app.action_help()
        await pilot.pause()
        assert pictured(stage) == []


async def test_a_code_that_is_not_to_be_scanned_any_more_has_no_picture() -> None:
    stage: Stage[Any] = Stage(PAGES["payment"][0])
    async with stage.played((80, 24)) as pilot:
        assert read(stage) == {samples.LINK}
        stage.clock.advance(300)
        stage.app.screen.tell()  # type: ignore[attr-defined]
        await pilot.pause()
        assert pictured(stage) == []


async def test_the_words_below_a_code_in_pixels_are_whole_in_a_slim_window() -> None:
    walk = Walk("en")
    async with walk.played((54, 30)) as pilot:
        await walk.shows(pilot, VIEWS["payment"])
        assert walk.app.screen.has_class("-below")
        assert list(walk.cut()) == []
