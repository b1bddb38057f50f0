"""Looking at one bill, and taking it along: the bar codes for a convenience store, or the whole list."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.api_client.errors import ApiError, ProblemError
from kiosk.contract.bills import BillAnswer
from kiosk.contract.payments import MOST_BILLS
from kiosk.contract.problems import ProblemKind
from kiosk.domain.dates import taipei_date
from kiosk.journeys.asking import Asking
from kiosk.journeys.printing import printing_of
from kiosk.journeys.steps import show
from kiosk.journeys.visit import Visit
from kiosk.screens.frame import trouble_kinds
from kiosk.screens.frame.trouble_kinds import Step
from kiosk.screens.pay.bill import BillPage, BillWants
from kiosk.screens.pay.bills import by_number
from kiosk.screens.pay.store_codes import StoreCodesPage
from kiosk.screens.pay.take_along import owed_page
from kiosk.wording.documents import of_bills, of_store_codes


async def look_at(visit: Visit, asking: Asking, answer: BillAnswer, number: str) -> None:
    """Show a bill of an answer until the visitor goes back; raise `VisitOver` where they leave."""
    bill = by_number(answer, number)
    today = taipei_date(answer.asked_at)
    service = visit.app.service
    stores = service is not None and service.store_codes
    at_city = service is not None and service.asks_city is not None
    takes = visit.phones or visit.prints
    while True:
        wanted = await show(visit.app, BillPage(bill, today, stores=stores, at_city=at_city, takes=takes))
        if wanted is None:
            return
        if wanted is BillWants.STORE_CODES:
            await _store_codes(visit, asking, number)
        else:
            await take_along(visit, asking, answer, [one.number for one in answer.bills[:MOST_BILLS]])


async def _store_codes(visit: Visit, asking: Asking, number: str) -> None:
    step: Step | None = Step.AGAIN
    while step is Step.AGAIN:
        try:
            codes = await asking.waited(visit.client.bills.store_codes(number))
        except ApiError as error:
            step = await _refused(asking, error)
        else:
            on_paper = printing_of(visit, of_store_codes(codes))
            await show(visit.app, StoreCodesPage(codes, on_paper, phones=visit.phones))
            return


async def take_along(visit: Visit, asking: Asking, answer: BillAnswer, numbers: Sequence[str]) -> None:
    """Show the code that brings these bills to a phone; raise `VisitOver` where the visitor leaves.

    Where no phone reaches us, the list is had on paper alone.
    """
    if not visit.phones:
        document = of_bills(answer, [by_number(answer, number) for number in numbers])
        await show(visit.app, owed_page(None, printing_of(visit, document)))
        return
    step: Step | None = Step.AGAIN
    while step is Step.AGAIN:
        try:
            sheet = await asking.waited(visit.client.bills.sheet(numbers))
        except ApiError as error:
            step = await _refused(asking, error)
        else:
            document = of_bills(answer, [by_number(answer, number) for number in numbers], sheet.link)
            await show(visit.app, owed_page(sheet.link, printing_of(visit, document)))
            return


async def _refused(asking: Asking, error: ApiError) -> Step:
    if isinstance(error, ProblemError) and error.kind is ProblemKind.NOT_AT_STORE:
        return await asking.trouble(trouble_kinds.at_store(error.problem.state))
    return await asking.failed(error)
