"""The code beside the fields of the sign-in page: where there is room, and offered only where it can be seen."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest

from kiosk.contract.identity import OfferState, PhoneSignIn, SignInOffer
from kiosk.platform.terminal.double_tap import DOUBLE_TAP
from kiosk.screens.frame.idle import WARNING
from kiosk.screens.frame.navigation import Away
from kiosk.screens.frame.page import Page
from kiosk.screens.register import sign_in
from kiosk.screens.register.sign_in import Credentials, OnPhone, SignInPage
from kiosk.widgets.codes.phone_offer import PhoneOffer
from kiosk.widgets.codes.qr_code import QrCode
from kiosk.widgets.ground.action import Action
from kiosk.widgets.typing.field import Field
from kiosk.widgets.typing.letters_pad import LettersPad
from tests.screens import owners
from tests.screens.forms import OFFER, possible, taken
from tests.screens.frame.test_pointer import touch
from tests.screens.stage import Stage, until

ROOMY = [(110, 30), (120, 40), (160, 50), (60, 53), (67, 53), (77, 60), (80, 66)]
SOON = 20.0
"""Seconds after which an offer is over: long before a page is that no one touches."""
TIGHT = [(54, 30), (64, 16), (80, 24), (100, 30), (77, 40)]


@dataclass
class Offered:
    """Offers codes to phones, and says of the last one what it is set to."""

    said: list[SignInOffer | None] = field(default_factory=list)
    begun: int = 0
    never: bool = False
    not_yet: int = 0
    """How many offers the backend fails to make before it makes one."""
    held: asyncio.Event | None = None
    """What the first offer waits for."""

    async def begin(self) -> SignInOffer | None:
        if self.held is not None:
            await self.held.wait()
        self.begun += 1
        fresh = {"link": f"{OFFER.link}"[:-1] + str(self.begun), "expires_in": SOON}
        return None if self.never or self.begun <= self.not_yet else OFFER.model_copy(update=fresh)

    async def poll(self, offer: SignInOffer) -> SignInOffer | None:
        return self.said.pop(0) if self.said else offer


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in, "PAUSE", 0.01)
    monkeypatch.setattr(sign_in, "UNHEARD", 0.01)
    monkeypatch.setattr(sign_in, "pause_before", float)


def page(offers: Offered, phone: Any = possible) -> Stage[Any]:
    return Stage(lambda: SignInPage(taken, phone=phone, offers=offers))


def has_code(stage: Stage[Any]) -> bool:
    return any(panel.is_attached and panel.region.area for panel in stage.app.screen.query(PhoneOffer))


@pytest.mark.variants
@pytest.mark.parametrize("size", ROOMY, ids=str)
async def test_where_there_is_room_the_code_stands_whole_beside_the_form_or_above_it_and_covers_nothing(
    size: tuple[int, int],
) -> None:
    stage = page(Offered())
    async with stage.played(size) as pilot:
        await until(pilot, partial(has_code, stage))
        await pilot.pause()
        shown = stage.app.screen
        assert isinstance(shown, Page)
        code = shown.query_one(QrCode)
        assert code.region.size == code.area
        assert shown.query_one("#page").content_region.contains_region(code.region)
        for widget in (*shown.query(Field), shown.query_one(LettersPad), *shown.query("#actions Action")):
            assert widget.region.area
            assert not widget.region.overlaps(shown.query_one(PhoneOffer).region), widget
        pad = shown.query_one(LettersPad).region
        upright = size[0] < 2 * size[1]
        assert code.region.bottom <= shown.query_one("#mobile").region.y if upright else code.region.x >= pad.right
        assert pad.height >= (12 if upright else 8)
        assert pad.width >= 58
        assert "手機上要出現一樣的代碼" in stage.text()
        assert shown.query_one("#compare").region.area


@pytest.mark.variants
@pytest.mark.parametrize("size", TIGHT, ids=str)
async def test_where_there_is_none_the_button_stays_and_nothing_is_offered(size: tuple[int, int]) -> None:
    offers = Offered()
    stage = page(offers)
    async with stage.played(size) as pilot:
        await until(pilot, lambda: bool(stage.app.screen.query_one("#phone").visible))
        await pilot.pause()
        assert not stage.app.screen.query(PhoneOffer)
        assert offers.begun == 0
        assert "用手機登入，不用密碼" in stage.text()


@pytest.mark.long
async def test_a_window_that_grows_gets_the_code_and_one_that_shrinks_keeps_what_was_typed() -> None:
    offers = Offered()
    stage = page(offers)
    async with stage.played((80, 24)) as pilot:
        await pilot.press(*"0912")
        await pilot.resize_terminal(120, 40)
        await until(pilot, partial(has_code, stage))
        await pilot.resize_terminal(67, 53)
        await until(pilot, lambda: stage.app.screen.query_one("#page").region.y == 1 and has_code(stage))
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: not stage.app.screen.query(PhoneOffer))
        assert stage.app.screen.query_one("#mobile", Field).text == "0912"
        assert offers.begun == 1


async def test_a_phone_that_takes_it_ends_the_page_and_what_was_typed_is_kept() -> None:
    begun = PhoneSignIn.model_validate(owners.linking().model_dump())
    offers = Offered()
    stage = page(offers)
    async with stage.played((120, 40)) as pilot:
        await pilot.press(*"0912")
        offers.said = [None, OFFER, OFFER.model_copy(update={"state": OfferState.TAKEN, "sign_in": begun})]
        await until(pilot, lambda: stage.answer is not None)
    assert stage.answer == OnPhone(Credentials("0912", ""), begun)


@pytest.mark.variants
@pytest.mark.parametrize(
    ("size", "typed", "stays"), [((120, 40), "", True), ((120, 40), "0912", False), ((80, 24), "", False)], ids=str
)
async def test_a_visitor_who_reads_the_phones_page_has_time_and_what_was_typed_and_left_has_not(
    size: tuple[int, int], typed: str, stays: bool
) -> None:
    stage = page(Offered())
    async with stage.played(size) as pilot:
        await until(pilot, lambda: has_code(stage) or size not in ROOMY)
        await pilot.press(*typed)
        stage.app._watch_idleness()
        stage.clock.advance(sign_in.READING - WARNING - 1)
        stage.app._watch_idleness()
        await pilot.pause()
        assert isinstance(stage.app.screen, SignInPage) == stays
        stage.clock.advance(WARNING + 1)
        stage.app._watch_idleness()
        await until(pilot, lambda: stage.answer is Away.IDLE)


async def test_a_backend_that_makes_no_offer_at_once_is_asked_again() -> None:
    offers = Offered(not_yet=2)
    stage = page(offers)
    async with stage.played((120, 40)) as pilot:
        await until(pilot, lambda: has_code(stage))
    assert offers.begun == 3


async def test_an_offer_that_is_over_gives_way_to_a_new_one() -> None:
    offers = Offered([OFFER.model_copy(update={"state": OfferState.OVER})])
    stage = page(offers)
    async with stage.played((120, 40)) as pilot:
        await until(pilot, lambda: offers.begun == 2 and has_code(stage))
        assert len(stage.app.screen.query(QrCode)) == 1


async def test_an_offer_whose_time_is_over_by_the_clock_gives_way_even_where_no_one_can_be_asked() -> None:
    offers = Offered()
    stage = page(offers)
    async with stage.played((120, 40)) as pilot:
        await until(pilot, partial(has_code, stage))
        offers.never = True
        stage.clock.advance(SOON)
        await until(pilot, lambda: not stage.app.screen.query(PhoneOffer))
        assert stage.app.screen.query_one("#next", Action).region.area


async def test_an_office_without_a_provider_shows_neither_code_nor_button() -> None:
    async def impossible() -> bool:
        return False

    offers = Offered()
    stage = page(offers, impossible)
    async with stage.played((120, 40)) as pilot:
        await pilot.pause()
        assert offers.begun == 0
        assert not stage.app.screen.query_one("#phone").visible
        assert not stage.app.screen.query(PhoneOffer)


async def test_keys_that_have_moved_for_the_code_take_no_press_that_was_aimed_at_what_stood_there() -> None:
    offers = Offered(held=asyncio.Event())
    stage = page(offers)
    async with stage.played((120, 40)) as pilot:
        stage.app.presses.seconds = DOUBLE_TAP
        stage.clock.advance(10)
        assert offers.held is not None
        offers.held.set()
        await until(pilot, partial(has_code, stage))
        for waited, stands in ((0.0, ""), (DOUBLE_TAP + 0.01, "h")):
            stage.clock.advance(waited)
            for event in touch(stage.app.screen.query_one(LettersPad)):
                stage.app.post_message(event)
            await pilot.pause()
            await pilot.pause()
            assert stage.app.screen.query_one("#mobile", Field).text == stands
