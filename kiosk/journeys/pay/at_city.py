"""Paying at a city's own page: its code for each ticket, and what has become of what the visitor says is paid."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kiosk.contract.bills import Bill, BillAnswer
from kiosk.contract.content import ArticleKind
from kiosk.domain.ticket import BillState
from kiosk.journeys.read.articles import read_articles
from kiosk.journeys.steps import show
from kiosk.journeys.visit import Visit
from kiosk.screens.pay.city_payment import CityPaymentPage


async def pay_at_city(visit: Visit, bills: Sequence[Bill]) -> set[str]:
    """Show the codes of bills one after the other; return the numbers that the visitor says are paid.

    Where none of them has a page of the city's, show where else one can pay.
    """
    linked = [bill for bill in bills if bill.pay_link is not None]
    if not linked:
        await read_articles(visit, ArticleKind.CHANNEL)
    said: set[str] = set()
    for place, bill in enumerate(linked, start=1):
        paid = await show(visit.app, CityPaymentPage(bill, place, len(linked)))
        if paid is None:
            break
        if paid:
            said.add(bill.number)
    return said


def settling(answer: BillAnswer, said: Collection[str]) -> BillAnswer:
    """Return an answer in which what is said to be paid, and is still listed, is not offered a second time."""
    bills = tuple(
        bill.model_copy(update={"state": BillState.BEING_PAID}) if bill.number in said else bill
        for bill in answer.bills
    )
    return answer.model_copy(update={"bills": bills})
