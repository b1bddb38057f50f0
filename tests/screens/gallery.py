"""Every page of the paying journey, in each state of different appearance, with the samples on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kiosk.contract.bills import Bill, Source
from kiosk.contract.payments import Payment
from kiosk.contract.problems import ProblemKind
from kiosk.domain.dates import taipei_date
from kiosk.domain.money import Money
from kiosk.domain.payment import PaymentState
from kiosk.domain.plate import Plate, VehicleType
from kiosk.domain.ticket import BillState, Stage
from kiosk.i18n import say
from kiosk.screens.frame import trouble_kinds
from kiosk.screens.frame.help import HelpPage
from kiosk.screens.frame.how_to import HowToPage
from kiosk.screens.frame.idle import LIMIT, WARNING
from kiosk.screens.frame.page import Page
from kiosk.screens.frame.trouble import TroublePage
from kiosk.screens.frame.trouble_kinds import Step, TroubleKind
from kiosk.screens.pay.bill import BillPage
from kiosk.screens.pay.bill_words import bought, title
from kiosk.screens.pay.bills import BillsPage
from kiosk.screens.pay.bills_answers import BillsView
from kiosk.screens.pay.check import CheckPage, rows_of_bills
from kiosk.screens.pay.city_bills import CityBillsPage
from kiosk.screens.pay.city_choice import CityChoicePage
from kiosk.screens.pay.city_payment import CityPaymentPage
from kiosk.screens.pay.other_cities import OtherCitiesPage
from kiosk.screens.pay.paid import PaidPage, Still
from kiosk.screens.pay.payment import PaymentPage
from kiosk.screens.pay.plate import PlatePage
from kiosk.screens.pay.providers import ProvidersPage
from kiosk.screens.pay.receipt import ReceiptPage
from kiosk.screens.pay.store_codes import StoreCodesPage
from kiosk.screens.pay.take_along import paid_page, receipt_page
from kiosk.screens.welcome.closed import ClosedPage
from kiosk.screens.welcome.welcome import WelcomePage
from kiosk.widgets.lists.provider_grid import ProviderGrid
from tests.clock import START
from tests.screens import samples
from tests.screens import stage as stages
from tests.screens.welcome.test_welcome import TRIALS

CODE = "S-7ZK3M0W"


@dataclass(frozen=True)
class View:
    """A page to be looked at: how it is made, and what is done to it before."""

    page: Callable[[], Page[Any]]
    then: Callable[[stages.Stage[Any]], None] | None = None


async def asked(plate: Plate, vehicle: VehicleType) -> tuple[Plate, VehicleType]:
    return plate, vehicle


async def made() -> None:
    return None


async def silent() -> AsyncIterator[Payment]:
    """Yield nothing: no news of a payment."""
    none: tuple[Payment, ...] = ()
    for payment in none:
        yield payment


def _bills(bills: Sequence[Bill] | None = None, *, tab: Stage | None = None, missing: Sequence[Source] = ()) -> View:
    answer = samples.answer(bills, missing=missing)
    view = None if tab is None else BillsView(tab, frozenset(bill.number for bill in answer.bills[:2]))
    return View(lambda: BillsPage(answer, title(answer, samples.CAR), view))


def _bill(bill: Bill) -> View:
    return View(lambda: BillPage(bill, taipei_date(START), stores=True))


def _elsewhere(answered: int) -> View:
    async def no_one(_: Callable[[], None]) -> None:
        return None

    answers = dict(list(samples.city_answers().items())[:answered])
    return View(lambda: OtherCitiesPage(samples.CAR, samples.other_cities(), answers, no_one))


def _payment(
    state: PaymentState = PaymentState.WAITING,
    then: Callable[[PaymentPage], None] | None = None,
    *,
    at_wallet: bool = False,
) -> View:
    def changed(stage: stages.Stage[Any]) -> None:
        page = stage.app.screen
        assert isinstance(page, PaymentPage)
        page.tell()
        if then is not None:
            then(page)

    shown = samples.payment(state, at_wallet=at_wallet)
    return View(lambda: PaymentPage(shown, samples.JKOPAY, bought(2), silent), changed)


def _trouble(kind: TroubleKind, code: str | None = None) -> View:
    return View(lambda: TroublePage(kind, code))


def _ended(state: PaymentState) -> View:
    return _trouble(trouble_kinds.of_payment(samples.payment(state)))


def _trials(stage: stages.Stage[Any]) -> None:
    page = stage.app.screen
    assert isinstance(page, WelcomePage)
    page.show_trials(TRIALS)


def _off_duty(stage: stages.Stage[Any]) -> None:
    grid = stage.app.screen.query_one(ProviderGrid)
    grid.post_message(ProviderGrid.Chosen(grid, "icash-pay"))


def _making(stage: stages.Stage[Any]) -> None:
    page = stage.app.screen
    assert isinstance(page, CheckPage)
    page.working(say("check-making"))
    page.add_class("-late")


def _no_one(stage: stages.Stage[Any]) -> None:
    stage.app._watch_idleness()
    stage.clock.advance(LIMIT - WARNING)
    stage.app._watch_idleness()


def _half_typed() -> PlatePage[tuple[Plate, VehicleType]]:
    return PlatePage(asked, plate="BKZ-593O", vehicle=VehicleType.MOTORCYCLE)


def _check() -> Page[Any]:
    bills = samples.usual()[:4]
    return CheckPage(
        Money(sum(bill.amount for bill in bills)), rows_of_bills(bills), samples.provider(), made, note="check-warning"
    )


VIEWS: Mapping[str, View] = {
    "welcome": View(WelcomePage),
    "welcome-demo": View(WelcomePage, _trials),
    "plate": View(lambda: PlatePage(asked)),
    "plate-offer": View(_half_typed, lambda stage: stage.app.screen.advise()),  # type: ignore[attr-defined]
    "plate-wrong": View(
        lambda: PlatePage(asked, plate="BKZ-"),
        lambda stage: stage.app.screen.take(),  # type: ignore[attr-defined]
    ),
    "bills-0": _bills((), missing=[Source.NOTICES]),
    "bills-1": _bills(samples.usual()[1:2]),
    "bills-3": _bills(),
    "bills-40": _bills(samples.many(40)),
    "bills-300": _bills(samples.many(300), missing=[Source.NOTICES]),
    "bills-tabs": _bills((*samples.many(12), samples.notice()), tab=Stage.GENERAL),
    "bills-due": _bills([one.model_copy(update={"pay_by": taipei_date(START)}) for one in samples.usual()[1:3]]),
    "bills-elsewhere": _bills((samples.usual()[4],)),
    "bill": _bill(samples.usual()[0]),
    "bill-notice": _bill(samples.notice()),
    "bill-elsewhere": _bill(
        samples.notice(102006713, stage=Stage.RECOVERY, state=BillState.NOT_HERE, days_late=40, fine=300)
    ),
    "providers": View(lambda: ProvidersPage(samples.providers(), Money(55))),
    "providers-off-duty": View(lambda: ProvidersPage(samples.providers(), Money(55)), _off_duty),
    "check": View(_check),
    "check-making": View(_check, _making),
    "payment": _payment(),
    "payment-help": _payment(then=lambda page: page._open("help")),
    "payment-give-up": _payment(then=lambda page: page.action_back()),
    "payment-processing": _payment(PaymentState.PROCESSING),
    "payment-unknown": _payment(PaymentState.UNKNOWN),
    "payment-large": _payment(then=lambda page: page._enlarge()),
    "paid": View(
        lambda: PaidPage(
            samples.payment(PaymentState.PAID),
            samples.JKOPAY,
            bought(2),
            still=Still(1, Money(71)),
            receipt_link="HTTP://127.0.0.1:38211/S/7K2M9Q4TXA7K2M9Q4TXA7K2M9Q",
        )
    ),
    "receipt": View(lambda: ReceiptPage(samples.receipt())),
    "nothing-owed": _trouble(trouble_kinds.nothing_owed(samples.CAR.plate)),
    "could-not-ask": _trouble(trouble_kinds.COULD_NOT_ASK, CODE),
    "partly-answered": _trouble(trouble_kinds.partly((Source.NOTICES,))),
    "unreachable": _trouble(trouble_kinds.UNREACHABLE, CODE),
    "taken": _trouble(trouble_kinds.of_problem(ProblemKind.TICKET_TAKEN), CODE),
    "not-enrolled": _trouble(trouble_kinds.of_problem(ProblemKind.UNAUTHENTICATED), CODE),
    "refused": _ended(PaymentState.FAILED),
    "expired": _ended(PaymentState.EXPIRED),
    "refund": _ended(PaymentState.REFUND_DUE),
    "help": View(lambda: HelpPage(CODE)),
    "how-to": View(HowToPage),
    "idle": View(lambda: PlatePage(asked, plate="BKZ-5937", vehicle=VehicleType.CAR), _no_one),
    "no-receipt": _trouble(trouble_kinds.NO_RECEIPT, CODE),
    "owed-as-other": _trouble(trouble_kinds.owed_as_other(samples.CAR, 2)),
    "store-codes": View(lambda: StoreCodesPage(samples.store_codes())),
    "take-receipt": View(lambda: receipt_page(samples.SHEET)),
    "payment-at-wallet": _payment(PaymentState.PROCESSING, at_wallet=True),
    "city-payment": View(lambda: CityPaymentPage(samples.at_the_city(), 1, 2)),
    "settling": _trouble(trouble_kinds.settling(1)),
    "by-plate": _trouble(trouble_kinds.BY_PLATE),
    "bill-explained": _bill(samples.explained()),
    "closed": View(lambda: ClosedPage(samples.CLOSED, lambda: samples.CLOSED)),
    "other-cities-asking": _elsewhere(5),
    "other-cities": _elsewhere(8),
    "city-bills": View(lambda: CityBillsPage(samples.other_cities()[-1], samples.CAR, samples.city_answers()["KHH"])),
    "nothing-owed-here": _trouble(
        replace(
            trouble_kinds.nothing_owed(samples.CAR.plate),
            steps=(Step.HOME, Step.OTHER_PLATE, Step.ELSEWHERE),
        )
    ),
    "bills-and-other-cities": View(
        lambda: BillsPage(samples.answer(None), title(samples.answer(None), samples.CAR), elsewhere=True)
    ),
    "city-choice": View(lambda: CityChoicePage(samples.paying_city()[0], samples.CAR, samples.paying_city()[1])),
    "paid-and-left": View(
        lambda: PaidPage(
            samples.payment(PaymentState.PAID),
            samples.JKOPAY,
            bought(2),
            still=Still(1, Money(71)),
            receipt_link="HTTP://127.0.0.1:38211/S/7K2M9Q4TXA7K2M9Q4TXA7K2M9Q",
            takes=True,
        )
    ),
    "take-paid": View(lambda: paid_page(samples.SHEET)),
    "expired-list": _trouble(
        replace(
            trouble_kinds.of_payment(samples.payment(PaymentState.EXPIRED)),
            steps=(Step.OTHER_PROVIDER, Step.TAKE_ALONG, Step.HOME),
        )
    ),
}
"""By name. At 64 to 120 columns each of them has to be whole, aligned, and clear."""
