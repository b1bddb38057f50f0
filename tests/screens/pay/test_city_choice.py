"""Choosing what of another city is paid here: everything that can be is ticked, and what cannot says why."""

from __future__ import annotations

from kiosk.contract.cities import PaidHere
from kiosk.screens.pay.city_choice import CityChoicePage, PayCityBills
from kiosk.screens.pay.city_words import payable, taken_here
from kiosk.widgets.ground.action import Action
from kiosk.widgets.lists.bill_list import BillList
from tests.screens import samples
from tests.screens.stage import Stage, until

CITY, ANSWER = samples.paying_city()
TICKET, REMINDER = "KHH123456789012", "204006712"


def stage() -> Stage[PayCityBills]:
    return Stage(lambda: CityChoicePage(CITY, samples.CAR, ANSWER))


async def test_what_can_be_paid_is_ticked_and_paid_with_one_touch() -> None:
    played = stage()
    async with played.played() as pilot:
        assert "已選 2 張，合計 $175" in played.text()
        await pilot.click("#pay")
        await until(pilot, lambda: played.answer is not None)
    assert played.answer == PayCityBills((TICKET, REMINDER))


async def test_a_bill_is_taken_out_and_the_sum_follows() -> None:
    played = stage()
    async with played.played() as pilot:
        played.app.screen.query_one(BillList).action_tick()
        await until(pilot, lambda: "繳費 $135" in played.text())
        await pilot.click("#pay")
        await until(pilot, lambda: played.answer is not None)
    assert played.answer == PayCityBills((REMINDER,))


async def test_what_is_paid_already_or_stands_for_two_things_cannot_be_ticked_and_says_why() -> None:
    played = stage()
    async with played.played() as pilot:
        assert "已付款，等候確認" in played.text()
        assert "本機無法代收" in played.text()
        bills = played.app.screen.query_one(BillList)
        bills.cursor = 2
        bills.action_tick()
        await pilot.pause()
        assert "已選 2 張，合計 $175" in played.text()


async def test_with_nothing_ticked_there_is_nothing_to_pay() -> None:
    played = stage()
    async with played.played() as pilot:
        await pilot.click("#all")
        await until(pilot, lambda: "還沒有勾選" in played.text())
        assert played.app.screen.query_one("#pay", Action).disabled


def test_nothing_is_offered_of_a_city_without_an_agreement_nor_of_an_answer_that_may_lack_something() -> None:
    assert payable(CITY, ANSWER) == {TICKET: 40, REMINDER: 135}
    assert payable(CITY.model_copy(update={"payable": False}), ANSWER) == {}
    assert payable(CITY, ANSWER.model_copy(update={"complete": False})) == {}


def test_what_a_payment_here_is_for_is_not_shown_as_to_be_paid_there() -> None:
    assert taken_here(CITY, ANSWER)
    bills = tuple(bill for bill in ANSWER.bills or () if bill.here is not PaidHere.PAID)
    assert not taken_here(CITY, ANSWER.model_copy(update={"bills": bills}))
