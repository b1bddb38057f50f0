"""The page of bills: what is ticked, what it comes to, and that nothing is lost on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.pilot import Pilot

from kiosk.contract.bills import Bill, Objection, Source
from kiosk.contract.payments import MOST_BILLS
from kiosk.contract.wire import Vehicle
from kiosk.domain.dates import taipei_date
from kiosk.domain.plate import VehicleType
from kiosk.domain.ticket import BillState, Stage
from kiosk.i18n import Texts
from kiosk.languages import LANGUAGES
from kiosk.platform.terminal.double_tap import DOUBLE_TAP
from kiosk.screens.pay.bill import BillPage, BillWants
from kiosk.screens.pay.bill_selection import Selection
from kiosk.screens.pay.bill_words import card, payable, title
from kiosk.screens.pay.bills import BillsPage
from kiosk.screens.pay.bills_answers import BillsView, LookUpElsewhere, PayBills, PayElsewhere, ShowBill, TakeAlong
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.pager import Pager
from kiosk.widgets.ground.tabs import Tabs
from kiosk.widgets.lists.bill_card import columns, figures, fitted, left, right, tall_columns, tall_left
from kiosk.widgets.lists.bill_list import BillList
from tests.clock import START
from tests.screens import samples
from tests.screens.frame.test_pointer import touch
from tests.screens.stage import SIZES, until
from tests.screens.stage import Stage as Shown

Answer = PayBills | PayElsewhere | LookUpElsewhere | ShowBill | TakeAlong


def showing(bills: tuple[Bill, ...] | None = None, view: BillsView | None = None, **more: Any) -> Shown[Answer]:
    answer, pays = samples.answer(bills, missing=more.pop("missing", ())), more.pop("pays", True)
    return Shown(lambda: BillsPage(answer, title(answer, samples.CAR), view, pays=pays), **more)


async def click_card(pilot: Pilot[None], index: int, *, at_end: bool = False) -> None:
    """Touch a card of the list."""
    bills = pilot.app.screen.query_one(BillList)
    x = bills.size.width - 4 if at_end else 20
    await pilot.click(BillList, offset=(x, bills.places.top(index) - bills.scroll_offset.y + 1))
    await pilot.pause()


async def test_everything_that_can_be_paid_is_ticked_at_first() -> None:
    stage = showing()
    async with stage.played() as pilot:
        assert "已選 4 張" in stage.text()
        assert "合計 $246" in stage.text()
        await pilot.click("#pay")
        await pilot.pause()
    answer = stage.answer
    assert isinstance(answer, PayBills)
    assert answer.numbers == tuple(bill.number for bill in samples.usual()[:4])


@pytest.mark.variants
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_where_nothing_is_paid_the_page_adds_up_and_says_where_to_pay(
    size: tuple[int, int], language: str
) -> None:
    stage = showing(pays=False, language=language)
    async with stage.played(size) as pilot:
        assert stage.app.texts("bills-pay-elsewhere").split("，")[0].split(".")[0] in stage.text()
        assert stage.app.texts("bills-where") in stage.text()
        assert not pilot.app.screen.query("#pay")
        await pilot.click("#all")
        await pilot.pause()
        await pilot.click("#where")
        await pilot.pause()
    answer = stage.answer
    assert isinstance(answer, PayElsewhere)
    assert not answer.view.selected


async def test_a_touch_on_a_card_takes_its_tick_away_and_gives_it_back() -> None:
    stage = showing()
    async with stage.played() as pilot:
        await click_card(pilot, 1)
        assert "已選 3 張，合計 $178" in stage.text()
        await click_card(pilot, 1)
        assert "合計 $246" in stage.text()


async def test_a_touch_at_the_end_of_a_card_shows_the_bill() -> None:
    stage = showing()
    async with stage.played() as pilot:
        await click_card(pilot, 2, at_end=True)
    assert isinstance(stage.answer, ShowBill)
    assert stage.answer.number == samples.usual()[1].number
    assert stage.answer.view.cursor == 2


async def test_arrows_and_enter_do_all_of_it() -> None:
    stage = showing()
    async with stage.played() as pilot:
        await pilot.press("down", "enter")
        await pilot.pause()
        assert "已選 3 張" in stage.text()
        await pilot.press(*["down"] * 4, "right", "right", "right", "enter")  # past the last card: pages, all, pay
        await pilot.pause()
    assert isinstance(stage.answer, PayBills)
    assert len(stage.answer.numbers) == 3


async def test_a_key_to_the_right_shows_the_bill() -> None:
    stage = showing()
    async with stage.played() as pilot:
        await pilot.press("down", "right")
        await pilot.pause()
    assert isinstance(stage.answer, ShowBill)
    assert stage.answer.number == samples.usual()[0].number


async def test_none_and_all_tick_every_bill() -> None:
    stage = showing()
    async with stage.played() as pilot:
        assert "全不選" in stage.text()
        await pilot.click("#all")
        await pilot.pause()
        assert "還沒有勾選" in stage.text()
        assert "全選 4 張 $246" in stage.text()
        assert pilot.app.screen.query_one("#pay", Action).disabled
        stage.clock.advance(1)
        await pilot.click("#all")
        await pilot.pause()
        assert "合計 $246" in stage.text()


async def test_a_bill_to_be_settled_elsewhere_cannot_be_ticked_and_opens_instead() -> None:
    stage = showing()
    async with stage.played() as pilot:
        await pilot.press("end")
        await pilot.pause()
        assert "請至監理機關繳納" in stage.text()
        await click_card(pilot, 4)
    assert isinstance(stage.answer, ShowBill)
    assert stage.answer.number == samples.usual()[4].number
    assert stage.answer.number not in stage.answer.view.selected


async def test_a_notice_says_what_it_holds_and_what_it_costs() -> None:
    stage = showing()
    async with stage.played():
        for words in (
            "平信催繳　1 張（含工本費 $15）",
            "2 張停車單＋工本費 $15",
            "催繳單 102006712",
            "$125",
            "! 逾期 3 天",
        ):
            assert words in stage.text()


@pytest.mark.long
async def test_coming_back_finds_tick_and_cursor_as_they_were() -> None:
    stage = showing(samples.many(40))
    async with stage.played() as pilot:
        await pilot.press(*["down"] * 30, "enter", "right")
        await pilot.pause()
    shown = stage.answer
    assert isinstance(shown, ShowBill)
    assert shown.view.cursor == 30
    again = showing(samples.many(40), shown.view)
    async with again.played() as pilot:
        assert "已選 39 張" in again.text()
        assert shown.number in again.text()
        assert pilot.app.screen.query_one(BillList).cursor == 30


async def test_a_tick_of_a_bill_that_has_meanwhile_been_paid_is_forgotten() -> None:
    view = BillsView(None, frozenset({"Q7158601D999999", samples.usual()[0].number}))
    stage = showing(view=view)
    async with stage.played():
        assert "已選 1 張" in stage.text()


async def test_a_register_that_did_not_answer_is_named() -> None:
    stage = showing(missing=[Source.NOTICES])
    async with stage.played():
        assert "只查到一部分：催繳資料" in stage.text()


@pytest.mark.parametrize("missing", list(Source))
async def test_what_could_not_be_asked_is_never_said_to_be_none(missing: Source) -> None:
    stage = showing((), missing=[missing])
    async with stage.played():
        text = stage.text()
        assert "目前查到 0 張單" in text
        assert "不代表沒有" in text
        assert "待繳" not in text


async def test_where_nothing_can_be_paid_nothing_can_be_ticked() -> None:
    stage = showing((samples.notice(stage=Stage.RECOVERY, state=BillState.NOT_HERE),))
    async with stage.played() as pilot:
        assert "沒有可以在本機繳的" in stage.text()
        assert [pilot.app.screen.query_one(f"#{name}", Action).disabled for name in ("all", "pay")] == [True, True]


@pytest.mark.parametrize("height", [16, 25, 26])
async def test_no_card_stands_there_in_half(height: int) -> None:
    stage = showing(samples.many(40))
    async with stage.played((80, height)):
        shown = stage.text()
        assert shown.count("$38") == shown.count("看明細 ›") > 0


async def test_an_empty_kind_has_neither_heading_nor_tab() -> None:
    stage = showing()
    async with stage.played((120, 40)) as pilot:
        assert not pilot.app.screen.query(Tabs)
        assert "掛號催繳" not in stage.text()


async def test_all_that_is_ticked_stands_in_one_list_what_presses_most_first() -> None:
    stage = showing(samples.usual()[1:5])
    async with stage.played((120, 40)):
        text = stage.text()
        found = [text.index(words) for words in ("平信催繳　1 張", "一般停車單　2 張", "追繳　1 張")]
        assert found == sorted(found)
        assert "已選 3 張，合計 $178" in text


DUE = {0: "! 今天到期", 1: "還有 1 天", 3: "還有 3 天", -1: "! 逾期 1 天"}


@pytest.mark.parametrize("days", DUE)
async def test_a_bill_says_how_many_days_are_left_and_on_its_last_day_that_this_is_it(days: int) -> None:
    today = taipei_date(START)
    late = samples.bill(1).model_copy(
        update={
            "pay_by": today + timedelta(days=days),
            "days_late": max(0, -days),
            "state": BillState.OVERDUE if days < 0 else BillState.OPEN,
        }
    )
    later = samples.bill(2).model_copy(update={"pay_by": today + timedelta(days=9)})
    stage = showing((later, late))
    async with stage.played() as pilot:
        text = stage.text()
        assert text.index(DUE[days]) < text.index("還有 9 天")
        await click_card(pilot, 0, at_end=True)
    assert isinstance(stage.answer, ShowBill)
    in_full: Shown[BillWants] = Shown(lambda: BillPage(late, today))
    async with in_full.played():
        assert DUE[days] in in_full.text()


def both_kinds(tickets: int) -> tuple[Bill, ...]:
    return (*samples.many(tickets), samples.notice())


async def test_tabs_come_only_with_more_than_eight_of_a_kind_and_say_what_is_ticked_behind_them() -> None:
    few = showing(both_kinds(8))
    async with few.played() as pilot:
        assert not pilot.app.screen.query(Tabs)
    stage = showing(both_kinds(9))
    async with stage.played() as pilot:
        text = stage.text()
        assert "已選 10 張" in text
        for words in ("平信催繳 1", "一般停車單 9", "已選 1 張", "已選 9 張"):
            assert words in text
        assert "掛號催繳" not in text
        pilot.app.screen.query_one(Tabs).step(1)
        await pilot.pause()
        await click_card(pilot, 0)
        assert "已選 8 張" in stage.text()
        assert "已選 9 張，合計" in stage.text()


async def test_coming_back_finds_the_tab_that_was_left() -> None:
    stage = showing(both_kinds(9))
    async with stage.played() as pilot:
        pilot.app.screen.query_one(Tabs).step(1)
        await pilot.pause()
        await click_card(pilot, 0, at_end=True)
    left = stage.answer
    assert isinstance(left, ShowBill)
    again = showing(both_kinds(9), left.view)
    async with again.played():
        assert left.number in again.text()


async def test_a_touch_on_a_heading_does_nothing() -> None:
    stage = showing()
    async with stage.played() as pilot:
        await pilot.click(BillList, offset=(20, 0))
        await pilot.pause()
        assert "已選 4 張" in stage.text()
        assert stage.answer is None


async def test_a_change_of_language_loses_nothing() -> None:
    stage = showing()
    async with stage.played() as pilot:
        await click_card(pilot, 1)
        await pilot.press("f2")
        await pilot.pause()
        assert "3 selected, total NT$178" in stage.text()


@pytest.mark.variants(keep=2)
@pytest.mark.parametrize("count", [0, 1, 3, 40, 300, 10_000])
@pytest.mark.parametrize("size", SIZES)
async def test_any_number_of_bills_fits_any_window(count: int, size: tuple[int, int]) -> None:
    stage = showing(samples.many(count))
    async with stage.played(size) as pilot:
        text = stage.text()
        assert f"{count:,} 張" in text or count == 0
        assert "繳費" in text
        bills = pilot.app.screen.query(BillList)
        pages = pilot.app.screen.query_one(Pager)
        assert pages.display == (count > 3) or 0 < count <= 3
        if count > 40:
            assert f"1 / {pages.pages}" in text
            await pilot.press("end")
            await pilot.pause()
            assert f"{pages.pages} / {pages.pages}" in stage.text()
            assert bills.first().cursor == count - 1


@pytest.mark.variants
@pytest.mark.parametrize("size", SIZES)
async def test_every_bill_stands_on_one_page_and_the_keys_turn_to_the_next_and_back(size: tuple[int, int]) -> None:
    stage = showing(both_kinds(7))
    async with stage.played(size) as pilot:
        pager = pilot.app.screen.query_one(Pager)
        cards = 0
        for page in range(pager.pages):
            text = stage.text()
            cards += text.count("›")
            if pager.pages > 1:
                assert f"{page + 1} / {pager.pages}" in text
                await pilot.click(Pager, offset=(pager.size.width - 4, 1))
                await pilot.pause()
        assert cards == 8
        for _ in range(pager.pages - 1):
            await pilot.click(Pager, offset=(3, 1))
            await pilot.pause()
        assert pager.page == 1


async def test_a_list_longer_than_one_payment_is_ticked_as_far_as_one_payment_goes() -> None:
    stage = showing(samples.many(MOST_BILLS + 5))
    async with stage.played() as pilot:
        assert "已選 400 張（一次最多）" in stage.text()
        await pilot.press("end", "enter")
        await pilot.pause()
        assert "已選 400 張" in stage.text()
        await pilot.press("space")
        await pilot.click("#pay")
        await pilot.pause()
    assert isinstance(stage.answer, PayBills)
    assert len(stage.answer.numbers) == MOST_BILLS


async def test_bills_of_several_vehicles_name_their_plates() -> None:
    other = Vehicle(plate="MKR-0825", type=VehicleType.MOTORCYCLE)
    stage = showing((samples.bill(1), samples.bill(2, vehicle=other)))
    async with stage.played():
        assert "MKR-0825  Q71" in stage.text()


# Pure parts.


@given(st.integers(0, 300))
def test_columns_fill_the_width_and_leave_the_amount_whole(width: int) -> None:
    room = columns(width)
    assert sum(room) == width
    assert min(room) >= 0
    if width >= 60:
        assert room.amount >= len("$10,000,000 ")


@given(st.text(max_size=60), st.integers(0, 40))
def test_words_are_cut_to_exactly_their_column(text: str, width: int) -> None:
    text = "".join(character for character in text if character.isprintable())
    for placed in (fitted(text, width), right(text, width)):
        assert cell_len(placed) == width


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [60, 70, 98, 110])
def test_money_and_state_are_never_cut(language: str, width: int) -> None:
    texts, today = Texts(language), START.date()
    room = columns(width)
    for state in BillState:
        bill = samples.bill(amount=9_999_999, fee=10_000_000, state=state, days_late=400)
        drawn = card(bill, today)
        words = drawn.words(texts)
        amount = figures(texts, drawn.amount, room.amount)
        assert amount.endswith("$9,999,999")
        assert amount in right(amount, room.amount)
        assert words.state in fitted(words.state, room.due, gap=0)
        assert "2965" in left(card(samples.bill(2965), today).words(texts), 1, room)
        tall = tall_columns(width)
        assert sum(tall) == width
        assert words.state in tall_left(words, 3, tall.what)
        assert "2965" in tall_left(card(samples.bill(2965), today).words(texts), 1, tall.what)


async def test_buttons_that_have_moved_for_the_pager_take_no_press_that_was_aimed_at_what_stood_there() -> None:
    stage = showing(tuple(samples.bill(index) for index in range(4)))
    async with stage.played((120, 60)) as pilot:
        stage.app.presses.seconds = DOUBLE_TAP
        stage.clock.advance(10)
        assert not stage.app.screen.query_one(Pager).display
        await pilot.resize_terminal(64, 16)
        await until(pilot, lambda: stage.app.screen.query_one(Pager).region.area)
        for waited, ticked in ((0.0, "已選 4 張"), (DOUBLE_TAP + 0.01, "還沒有勾選")):
            stage.clock.advance(waited)
            for event in touch(stage.app.screen.query_one("#all")):
                stage.app.post_message(event)
            await pilot.pause()
            await pilot.pause()
            assert ticked in stage.text()


@given(st.lists(st.tuples(st.sampled_from(["toggle", "all", "none"]), st.integers(0, 12)), max_size=30))
def test_the_running_total_is_the_sum_of_what_is_ticked(steps: list[tuple[str, int]]) -> None:
    states = [BillState.OPEN, BillState.OVERDUE, BillState.BEING_PAID, BillState.NOT_HERE]
    bills = [samples.bill(index, fee=20 + index, amount=20 + index, state=states[index % 4]) for index in range(12)]
    selection = Selection(payable(bills))
    for step, index in steps:
        match step:
            case "toggle":
                selection.toggle(f"Q7158601D{index:06}")
            case "all":
                selection.all()
            case _:
                selection.none()
        ticked = [bill for bill in bills if bill.number in selection.ticked]
        assert selection.total.dollars == sum(bill.amount for bill in ticked)
        assert selection.count == len(ticked)
        assert all(bill.state in (BillState.OPEN, BillState.OVERDUE) for bill in ticked)


@pytest.mark.parametrize(("language", "words"), [("zh-TW", "申訴中"), ("en", "Under objection")])
async def test_a_card_says_that_its_bill_is_under_objection_and_it_is_paid_like_the_others(
    language: str, words: str
) -> None:
    objected = samples.bill().model_copy(update={"objection": Objection.OPEN})
    stage = showing((objected,), language=language)
    async with stage.played() as pilot:
        assert words in stage.text()
        await pilot.click("#pay")
        await pilot.pause()
    answer = stage.answer
    assert isinstance(answer, PayBills)
    assert answer.numbers == (objected.number,)
