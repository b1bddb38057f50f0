"""Looking at one bill, and taking it along: the bar codes for a convenience store, or the whole list."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence

from kiosk.api_client.errors import ApiError, ProblemError
from kiosk.contract.bills import BillAnswer
from kiosk.contract.content import THIS_MACHINE, ArticleKind
from kiosk.contract.payments import MOST_BILLS
from kiosk.contract.problems import ProblemKind
from kiosk.contract.sheets import MOST_PAYMENTS
from kiosk.domain.dates import taipei_date
from kiosk.journeys.asking import Asking, GaveUp
from kiosk.journeys.printing import Composed, printing, printing_of
from kiosk.journeys.steps import show
from kiosk.journeys.visit import Visit
from kiosk.screens.frame import trouble_kinds
from kiosk.screens.frame.printing import Printing
from kiosk.screens.frame.trouble_kinds import Step
from kiosk.screens.pay.bill import BillPage, BillWants
from kiosk.screens.pay.bills import by_number
from kiosk.screens.pay.store_codes import StoreCodesPage
from kiosk.screens.pay.take_along import TakeAlongPage, owed_page, paid_page
from kiosk.wording.documents import PaidPart, of_bills, of_store_codes


async def show_bill(visit: Visit, asking: Asking, answer: BillAnswer, number: str) -> None:
    """Show a bill of an answer until the visitor goes back; raise `VisitOver` where they leave."""
    bill = by_number(answer, number)
    today = taipei_date(answer.asked_at)
    service = visit.app.service
    stores = service is not None and service.store_codes
    at_city = service is not None and service.asks_city is not None
    while True:
        wanted = await show(visit.app, BillPage(bill, today, stores=stores, at_city=at_city, takes=visit.takes_along))
        if wanted is None:
            return
        if wanted is BillWants.STORE_CODES:
            with contextlib.suppress(GaveUp):
                await _store_codes(visit, asking, number)
        else:
            await take_along(visit, asking, answer, [one.number for one in answer.bills])


async def _store_codes(visit: Visit, asking: Asking, number: str) -> None:
    step: Step | None = Step.AGAIN
    while step is Step.AGAIN:
        try:
            codes = await asking.waited(visit.client.bills.store_codes(number))
        except ApiError as error:
            step = await _refused(visit, asking, error)
        else:
            on_paper = printing_of(visit, of_store_codes(codes))
            await show(visit.app, StoreCodesPage(codes, on_paper, phones=visit.phones))
            return


async def take_along(visit: Visit, asking: Asking, answer: BillAnswer, numbers: Sequence[str]) -> None:
    """Show the code that brings bills of an answer to a phone; raise `VisitOver` where the visitor leaves.

    What was paid in this visit is taken along too, and may be all of it. Where no phone reaches us, it is printed.
    """
    numbers = numbers[:MOST_BILLS]
    payments = [payment.id for payment in visit.paid[-MOST_PAYMENTS:]]

    def on_paper(link: str | None) -> Printing | None:
        async def compose() -> Composed:
            bills = [by_number(answer, number) for number in numbers]
            paid = [PaidPart(one.receipt_number or one.number, one.amount + one.fee) for one in visit.paid]
            return of_bills(answer, bills, link, paid=paid, channels=await _channels(visit))

        return printing(visit, compose)

    def page(link: str | None) -> TakeAlongPage:
        return owed_page(link, on_paper(link)) if numbers else paid_page(link, on_paper(link))

    if not visit.phones:
        await show(visit.app, page(None))
        return
    with contextlib.suppress(GaveUp):
        await _show_sheet(visit, asking, numbers, payments, page)


async def _show_sheet(
    visit: Visit,
    asking: Asking,
    numbers: Sequence[str],
    payments: Sequence[str],
    page: Callable[[str | None], TakeAlongPage],
) -> None:
    step: Step | None = Step.AGAIN
    while step is Step.AGAIN:
        try:
            sheet = await asking.waited(visit.client.bills.sheet(numbers, payments=payments))
        except ApiError as error:
            # Money may have been paid already: nothing is said of it here.
            step = await asking.failed(error, to_read=True)
        else:
            await show(visit.app, page(sheet.link))
            return


async def _channels(visit: Visit) -> Sequence[str]:
    """Return where else one can pay; nothing where that cannot be asked: the list is printed all the same."""
    try:
        column = await visit.client.articles.column(ArticleKind.CHANNEL, visit.app.texts.language)
    except ApiError:
        return ()
    return [headline.title for headline in column.headlines if headline.slug != THIS_MACHINE]


async def _refused(visit: Visit, asking: Asking, error: ApiError) -> Step:
    if isinstance(error, ProblemError) and error.kind is ProblemKind.NOT_AT_STORE:
        return await asking.trouble(trouble_kinds.at_store(error.problem.state))
    return await asking.failed(error, to_read=bool(visit.paid))
