"""Who pays leaves no link behind: not the code, not what was encoded, not what was painted."""

from __future__ import annotations

import gc
import types
import uuid
from typing import Any

import pytest
from qrcode.main import QRCode
from textual.pilot import Pilot

from kiosk.app import KioskApp
from kiosk.screens.frame.page import Page
from kiosk.screens.pay.bill_words import bought
from kiosk.screens.pay.payment import PaymentPage, Settled
from kiosk.widgets.codes.qr_code import QrCode
from kiosk.widgets.codes.qr_matrix import QrMatrix
from tests.clock import ManualClock
from tests.screens import samples
from tests.screens.gallery import silent


class Start(Page[None]):
    """The page that a visit begins with."""

    idle_limit = None


class Payers:
    """Visits of which each shows one payment's code."""

    def __init__(self, clock: ManualClock) -> None:
        self.link = ""
        self.app = KioskApp(self.visit, clock=clock)

    async def visit(self, app: KioskApp) -> None:
        await app.push_screen_wait(Start())
        await app.push_screen_wait(PaymentPage(samples.payment(link=self.link), samples.JKOPAY, bought(2), silent))

    async def comes_to(self, pilot: Pilot[None], page: type[Page[Any]]) -> None:
        for _ in range(100):
            await pilot.pause()
            if isinstance(self.app.screen, page) and self.app.screen.is_mounted:
                await pilot.pause()
                return
        raise AssertionError(f"{self.app.screen} is not a {page}")


def holders(canary: str) -> list[str]:
    """Return what holds a text with this word in it."""
    return [
        f"{type(thing).__name__} {getattr(thing, '__wrapped__', '')}"
        for thing in gc.get_objects()
        if not isinstance(thing, types.FrameType)
        and any(isinstance(part, str) and part is not canary and canary in part for part in gc.get_referents(thing))
    ]


def codes() -> list[object]:
    """Return all codes there are, and what they were made of and stood on."""
    return [thing for thing in gc.get_objects() if isinstance(thing, (QrMatrix, QRCode, QrCode, PaymentPage))]


async def test_nothing_of_a_payment_link_is_left_after_the_visit(
    clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch_idleness = KioskApp._watch_idleness
    # It comes twice a second, and then forgets the page before by itself: the end of the visit has to.
    monkeypatch.setattr(KioskApp, "_watch_idleness", lambda _: None)
    canary = uuid.uuid4().hex.upper()[:10]
    payers = Payers(clock)
    async with payers.app.run_test(size=(80, 24)) as pilot:
        await payers.comes_to(pilot, Start)
        before = codes()  # of other tests
        payers.link = f"HTTP://127.0.0.1:38211/P/{canary}"
        payers.app.screen.dismiss(None)
        await payers.comes_to(pilot, PaymentPage)
        watch_idleness(payers.app)
        assert holders(canary), "the test does not see what it looks for"
        await pilot.click("#cannot-scan")  # shows the link in letters too
        payers.link = ""
        payers.app.screen.dismiss(Settled(samples.payment()))
        await payers.comes_to(pilot, Start)
        for _ in range(20):  # frames: the terminal's picture of the last page is gone with the next one
            await pilot.pause()
            gc.collect()
            if not holders(canary):
                break
        assert holders(canary) == []
        assert [type(code).__name__ for code in codes() if not any(code is one for one in before)] == []
