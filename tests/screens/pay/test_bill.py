"""A bill in full: what each line of its amount is made of."""

from __future__ import annotations

import pytest

from kiosk.contract.bills import Bill, Objection
from kiosk.domain.dates import taipei_date
from kiosk.domain.fee_units import FeeUnits
from kiosk.domain.ticket import NATIONAL_RATE
from kiosk.i18n import Texts
from kiosk.screens.pay.bill import BillPage, BillWants
from kiosk.screens.pay.bill_words import units
from tests.clock import START
from tests.screens import samples
from tests.screens.stage import Stage as Shown


@pytest.mark.parametrize(
    ("one", "chinese", "english"),
    [
        (FeeUnits(3, 30, 10), "3 個 30 分鐘 × $10", "3 × 30 minutes at NT$10"),
        (FeeUnits(1, None, 20), "1 天 × $20", "one day at NT$20"),
        (FeeUnits(2, None, 20), "2 天 × $20", "2 days at NT$20"),
        (FeeUnits(0, 30, 10), "在免費時間內，不收費", "within the free time, so nothing to pay"),
    ],
)
def test_units_are_said_so_that_half_hours_are_not_taken_for_hours_and_a_half(
    one: FeeUnits, chinese: str, english: str
) -> None:
    assert (Texts("zh-TW")(units(one)), Texts("en")(units(one))) == (chinese, english)


async def page_of(bill: Bill) -> str:
    shown: Shown[BillWants] = Shown(lambda: BillPage(bill, taipei_date(START)))
    async with shown.played(size=(120, 40)):
        return "".join(shown.text().split())


async def test_the_page_says_of_how_many_units_a_fee_is_and_what_a_discount_leaves() -> None:
    text = await page_of(samples.explained())
    assert "汽車計時，每小時30元：4個30分鐘×$15" in text
    assert "打95折，四捨五入到元" in text


async def test_a_fee_that_comes_to_something_else_is_shown_without_an_explanation() -> None:
    text = await page_of(samples.bill())
    assert "汽車計時，每小時30元" in text
    assert "×$" not in text


async def test_each_ticket_of_a_notice_says_its_units() -> None:
    one = samples.notice()
    units_of = [FeeUnits(2, 30, 20), FeeUnits(7, 30, 10)]
    tickets = tuple(
        ticket.model_copy(update={"units": made}) for ticket, made in zip(one.tickets, units_of, strict=True)
    )
    text = await page_of(one.model_copy(update={"tickets": tickets}))
    assert "2個30分鐘×$20" in text
    assert "7個30分鐘×$10" in text


async def test_what_was_worked_out_from_a_citys_hours_is_not_said_to_be_its_rate() -> None:
    one = samples.explained()
    ticket = one.tickets[0].model_copy(update={"rate": NATIONAL_RATE})
    text = await page_of(one.model_copy(update={"tickets": (ticket,)}))
    assert "推算為4個30分鐘×$15" in text


async def test_the_page_says_that_a_bill_is_under_objection_and_can_be_paid_all_the_same() -> None:
    objected = samples.bill().model_copy(update={"objection": Objection.OPEN})
    assert "申訴中，還是可以繳" in await page_of(objected)
    assert "申訴" not in await page_of(samples.bill())


async def test_the_page_says_that_an_objection_was_rejected() -> None:
    rejected = samples.bill().model_copy(update={"objection": Objection.REJECTED})
    assert "不成立，照舊要繳" in await page_of(rejected)
