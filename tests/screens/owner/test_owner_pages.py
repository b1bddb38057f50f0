"""What the pages of the owner's area answer, and what they insist on."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from textual.geometry import Offset
from textual.pilot import Pilot

from kiosk.contract.identity import Linking, LinkState
from kiosk.contract.vehicles import MOST_VEHICLES, ServiceChoice
from kiosk.domain.service import FloodArea, ServiceKind
from kiosk.i18n import Named, say
from kiosk.languages import LANGUAGES
from kiosk.screens.frame import link
from kiosk.screens.frame.confirm import ConfirmPage
from kiosk.screens.frame.link import LinkPage
from kiosk.screens.frame.navigation import Away
from kiosk.screens.frame.written_page import OtherLanguage
from kiosk.screens.owner.owner_area import OwnerAreaPage, OwnerTask
from kiosk.screens.owner.services import ServicesPage
from kiosk.screens.owner.vehicles import AddVehicle, EditVehicle, RemoveVehicle, VehiclesPage
from kiosk.screens.read.article import ArticlePage
from kiosk.widgets.codes.qr_code import QrCode
from kiosk.widgets.ground.article_text import ArticleText
from kiosk.widgets.ground.big_figure import BigFigure
from kiosk.widgets.ground.choice import Choice
from kiosk.widgets.ground.countdown import Countdown
from kiosk.widgets.ground.menu import Menu
from kiosk.widgets.ground.words import Words
from kiosk.widgets.lists.tick import Tick
from tests.screens import office, owners
from tests.screens.stage import SIZES, Stage

CAR, MOTORCYCLE = owners.vehicles()


# The area


@pytest.mark.parametrize("size", SIZES)
async def test_every_task_of_the_menu_can_be_touched_in_every_window(size: tuple[int, int]) -> None:
    stage = Stage(lambda: OwnerAreaPage(owners.owner(), linking=True))
    async with stage.played(size):
        menu = stage.app.screen.query_one(Menu)
        assert len(menu.targets) == 7
        assert all(target.region.height >= 3 for target in menu.targets)
        assert "0912-***-678" in stage.text()


@pytest.mark.parametrize("task", ["bills", "history", "closing", "sign-out"])
async def test_the_area_answers_with_what_was_touched(task: str) -> None:
    stage = Stage(lambda: OwnerAreaPage(owners.owner(), linking=True))
    async with stage.played() as pilot:
        if task in {"closing", "sign-out"}:
            await pilot.click(f"#{task}")
        else:
            target = next(one for one in stage.app.screen.query_one(Menu).targets if one.name == task)
            await pilot.click("#menu", offset=target.region.offset + Offset(1, 1))
        await pilot.pause()
    assert stage.answer is OwnerTask(task)


async def test_where_accounts_cannot_be_linked_nothing_offers_it() -> None:
    stage = Stage(lambda: OwnerAreaPage(owners.owner(), linking=False))
    async with stage.played():
        assert "第三方" not in stage.text()


# Vehicles


@pytest.mark.long
async def test_each_vehicle_has_its_own_buttons() -> None:
    for button, answer in (("edit", EditVehicle(MOTORCYCLE)), ("remove", RemoveVehicle(MOTORCYCLE))):
        stage = Stage(lambda: VehiclesPage(owners.vehicles()))
        async with stage.played((120, 40)) as pilot:
            await pilot.click(f"#{button}-{MOTORCYCLE.id}")
            await pilot.pause()
        assert stage.answer == answer


@pytest.mark.parametrize(("count", "answer"), [(0, AddVehicle()), (MOST_VEHICLES, None)])
async def test_another_vehicle_can_be_added_as_long_as_there_are_fewer_than_ten(count: int, answer: object) -> None:
    many = [CAR.model_copy(update={"id": f"{n:032x}"}) for n in range(count)]
    stage = Stage(lambda: VehiclesPage(many))
    async with stage.played() as pilot:
        await pilot.click("#add")
        await pilot.pause()
        assert stage.answer == answer


# Services


class Choosing(Stage[tuple[ServiceChoice, ...]]):
    """The page of services, and how often its choice was handed in."""

    def __init__(self, vehicle: Any = MOTORCYCLE.vehicle, chosen: Any = (), **more: Any) -> None:
        self.taken: list[tuple[ServiceChoice, ...]] = []
        super().__init__(lambda: ServicesPage(vehicle, self._take, chosen), **more)

    async def _take(self, choice: tuple[ServiceChoice, ...]) -> tuple[ServiceChoice, ...]:
        self.taken.append(choice)
        return choice

    async def touches(self, pilot: Pilot[None], selector: str, option: str = "") -> None:
        widget = self.app.screen.query_one(selector)
        offset = Offset(8, 0)
        if isinstance(widget, Choice):
            offset = next(target for target in widget.targets if target.name == option).region.offset + Offset(2, 1)
        await pilot.click(selector, offset=offset)
        await pilot.pause()
        self.clock.advance(1)


@pytest.mark.variants
@pytest.mark.parametrize("size", [(54, 30), (80, 24), (120, 40)])
async def test_nothing_moves_when_a_service_is_ticked(size: tuple[int, int]) -> None:
    stage = Choosing()
    async with stage.played(size) as pilot:

        def places() -> list[object]:
            return [widget.virtual_region for widget in stage.app.screen.query("Tick, #note, #done")]

        before = places()
        for kind in ("paperless", "reminder", "flood", "reminder"):
            stage.app.screen.query_one(f"#{kind}", Tick).action_tick()
            await pilot.pause()
            assert places() == before


async def test_enter_after_a_complaint_takes_nothing_that_no_one_chose() -> None:
    stage = Choosing()
    async with stage.played() as pilot:
        stage.app.screen.query_one("#done").focus()
        for _ in range(3):
            stage.clock.advance(1)
            await pilot.press("enter")
            await pilot.pause()
        assert not any(tick.ticked for tick in stage.app.screen.query(Tick))
        assert "請至少選取一項服務" in stage.text()
    assert stage.taken == []


async def test_at_least_one_service_has_to_be_chosen_and_the_page_says_so() -> None:
    stage = Choosing()
    async with stage.played() as pilot:
        await stage.touches(pilot, "#done")
        assert "! 請至少選取一項服務" in stage.text()
        await stage.touches(pilot, "#paperless")
        assert "請至少選取" not in stage.text()
        await stage.touches(pilot, "#done")
    assert stage.answer == (ServiceChoice(kind=ServiceKind.PAPERLESS),)


async def test_a_window_and_an_area_are_asked_for_only_where_they_are_needed_and_then_insisted_on() -> None:
    stage = Choosing()
    async with stage.played() as pilot:
        page = stage.app.screen
        assert not page.query_one("#window").visible
        assert not page.query_one("#area").visible
        await stage.touches(pilot, "#reminder")
        await stage.touches(pilot, "#done")
        assert "請選擇收簡訊的時段" in stage.text()
        await stage.touches(pilot, "#window", "services-evening")
        await stage.touches(pilot, "#flood")
        await stage.touches(pilot, "#done")
        assert "請選擇停車的河段" in stage.text()
        await stage.touches(pilot, "#area", "xindian")
        await stage.touches(pilot, "#done")
    assert stage.answer == (
        ServiceChoice(kind=ServiceKind.REMINDER, start=18, end=21),
        ServiceChoice(kind=ServiceKind.FLOOD, area=FloodArea.XINDIAN),
    )


async def test_what_holds_already_is_ticked_with_its_window_and_area() -> None:
    stage = Choosing(CAR.vehicle, CAR.services)
    async with stage.played() as pilot:
        await stage.touches(pilot, "#done")
    assert stage.answer == (
        ServiceChoice(kind=ServiceKind.PAPERLESS),
        ServiceChoice(kind=ServiceKind.REMINDER, start=13, end=18),
        ServiceChoice(kind=ServiceKind.FLOOD, area=FloodArea.KEELUNG),
    )


@pytest.mark.parametrize(("vehicle", "discount"), [(MOTORCYCLE.vehicle, True), (CAR.vehicle, False)])
async def test_only_motorcycles_are_shown_their_discount(vehicle: Any, discount: bool) -> None:
    stage = Choosing(vehicle)
    async with stage.played():
        assert ("紅、黃牌重機除外" in stage.text()) is discount
        assert "自 11 月 24 日起生效" in stage.text()


async def test_another_language_leaves_every_tick_where_it_is() -> None:
    stage = Choosing(CAR.vehicle, CAR.services)
    async with stage.played() as pilot:
        await pilot.press("f2")
        assert "✓ 13:00–18:00" in stage.text()
        await stage.touches(pilot, "#done")
    assert [choice.kind for choice in stage.taken[0]] == list(ServiceKind)


async def test_a_choice_is_handed_in_once_however_often_it_is_pressed() -> None:
    stage = Choosing(CAR.vehicle, CAR.services)
    async with stage.played() as pilot:
        stage.app.screen.query_one("#done").focus()
        await pilot.press("enter", "enter", "enter")
        await pilot.pause()
    assert len(stage.taken) == 1


# Are you sure?


@pytest.mark.parametrize(("key", "answer"), [("enter", False), ("escape", Away.BACK)])
async def test_who_presses_on_without_reading_destroys_nothing(key: str, answer: object) -> None:
    page = (say("closing-sure-title"), [say("closing-sure")])
    stage = Stage(lambda: ConfirmPage(*page, yes="closing-yes", no="closing-no"))
    async with stage.played() as pilot:
        await pilot.press(key)
        await pilot.pause()
    assert stage.answer is answer


# Linking


class Phones(Stage[LinkState]):
    """The page of a link, with what the backend says of it, one answer after the other, and then nothing new."""

    def __init__(self, *says: Linking | None) -> None:
        self._says: Iterator[Linking | None] = iter(says)
        self.asked = 0
        self.phone_is_there = asyncio.Event()
        super().__init__(lambda: LinkPage(owners.linking(), Named("LINE"), self._ask))

    async def _ask(self) -> Linking | None:
        await self.phone_is_there.wait()
        self.asked += 1
        return next(self._says)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask without a pause."""
    monkeypatch.setattr(link, "pause_before", lambda _: 0.0)


@pytest.mark.parametrize("state", [LinkState.LINKED, LinkState.DENIED, LinkState.EXPIRED, LinkState.TAKEN])
async def test_the_page_turns_by_itself_once_the_phone_has_answered(quick: None, state: LinkState) -> None:
    stage = Phones(owners.linking(), None, owners.linking(state))
    async with stage.played() as pilot:
        stage.phone_is_there.set()
        while stage.answer is None:
            await pilot.pause()
    assert stage.answer is state
    assert stage.asked == 3


async def test_a_code_that_runs_out_is_over_by_this_terminals_clock_too() -> None:
    stage = Phones()
    async with stage.played() as pilot:
        stage.clock.advance(280)
        stage.app.screen.query_one(Countdown).tick()
        await pilot.pause()
    assert stage.answer is LinkState.EXPIRED
    assert stage.asked == 0


@pytest.mark.variants
@pytest.mark.parametrize("size", SIZES)
async def test_the_code_is_whole_or_its_address_stands_there_instead(size: tuple[int, int]) -> None:
    stage = Phones()
    async with stage.played(size):
        code = stage.app.screen.query_one(QrCode)
        if code.scale:
            assert stage.app.screen.query_one("#page").content_region.contains_region(code.region)
            assert code.region.size == code.area
        else:
            assert size == (64, 16)
            assert "畫面放不下" in stage.text()
        assert "http://127.0.0.1:38211/id/line" in stage.text()


ADDRESS = "https://parking-one-stop.gov.taipei/id/taipei-pass/device"


@pytest.mark.variants
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_address_is_never_cut_and_the_code_to_compare_is_large(size: tuple[int, int], language: str) -> None:
    linking = owners.linking().model_copy(update={"short_link": ADDRESS})

    async def nothing_new() -> None:
        return None

    stage = Stage(lambda: LinkPage(linking, Named("LINE"), nothing_new), language=language)
    async with stage.played(size) as pilot:
        page = pilot.app.screen
        address = page.query_one("#address", Words)
        assert "".join(str(address.render()).split()) == ADDRESS
        figure = page.query_one(BigFigure)
        large = figure.content_size.height
        assert large >= 4 or (size == (64, 16) and page.query_one(QrCode).scale)
        for widget in (address, figure, page.query_one("#give-up")):
            assert page.query_one("#page").region.contains_region(widget.region)


# Articles


async def test_a_long_article_is_read_with_two_large_buttons() -> None:
    stage = Stage(lambda: ArticlePage(office.article("\n\n".join(f"第 {n} 段" for n in range(40)))))
    async with stage.played((80, 24)) as pilot:
        text = stage.app.screen.query_one(ArticleText)
        assert stage.app.screen.query_one("#up").disabled
        while not text.at_end:
            await pilot.click("#down")
            stage.clock.advance(1)
            await pilot.pause()
        assert "第 39 段" in stage.text()
        assert stage.app.screen.query_one("#down").disabled
        assert not stage.app.screen.query_one("#up").disabled


async def test_an_article_that_is_whole_on_the_screen_offers_no_steps() -> None:
    stage = Stage(lambda: ArticlePage(office.article("一段。")))
    async with stage.played():
        assert not stage.app.screen.query_one("#up").visible
        assert not stage.app.screen.query_one("#down").visible


async def test_one_that_was_not_translated_says_so() -> None:
    stage = Stage(lambda: ArticlePage(office.article()), language="en")
    async with stage.played():
        assert "in Chinese only" in stage.text()


async def test_a_change_of_language_asks_for_the_offices_words_anew() -> None:
    stage = Stage(lambda: ArticlePage(office.article()))
    async with stage.played() as pilot:
        page = stage.app.screen
        assert isinstance(page, ArticlePage)
        await pilot.press("f2")
        page._check_language()  # as it does four times a second, and perhaps has done by now: it answers once
        await pilot.pause()
    assert isinstance(stage.answer, OtherLanguage)
