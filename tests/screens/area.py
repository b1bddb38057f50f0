"""The pages of the owner's area, and of what everybody may read and buy, in each state of different appearance."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from kiosk.contract.content import ArticleKind
from kiosk.contract.identity import LinkState
from kiosk.contract.owners import NumberWaits
from kiosk.contract.problems import ProblemKind
from kiosk.contract.vehicles import Claim
from kiosk.domain.money import Money
from kiosk.domain.plate import VehicleType
from kiosk.i18n import Named, say
from kiosk.screens.frame.confirm import ConfirmPage
from kiosk.screens.frame.goodbye import GoodbyePage
from kiosk.screens.frame.link import LinkPage
from kiosk.screens.frame.trouble import TroublePage
from kiosk.screens.owner import owner_troubles
from kiosk.screens.owner.bound import BoundPage
from kiosk.screens.owner.claim import ClaimPage
from kiosk.screens.owner.history import HistoryPage
from kiosk.screens.owner.identities import IdentitiesPage
from kiosk.screens.owner.messages import MessagePage, MessagesPage
from kiosk.screens.owner.new_number import new_number_page
from kiosk.screens.owner.owner_area import OwnerAreaPage
from kiosk.screens.owner.owner_edit import OwnerEditPage, OwnerField
from kiosk.screens.owner.paid_records import PaidRecordsPage
from kiosk.screens.owner.plate_of import PlateOfPage
from kiosk.screens.owner.service_words import ends
from kiosk.screens.owner.services import ServicesPage
from kiosk.screens.owner.vehicles import VehiclesPage
from kiosk.screens.pay import pass_troubles
from kiosk.screens.pay.bills import BillsPage
from kiosk.screens.pay.check import CheckPage
from kiosk.screens.pay.passes import PassesPage
from kiosk.screens.read.article import ArticlePage
from kiosk.screens.read.articles import ArticlesPage
from kiosk.screens.register.password import PasswordPage
from kiosk.widgets.lists.entry_list import EntryList
from kiosk.widgets.lists.lines import Row
from kiosk.wording.date_words import month
from kiosk.wording.vehicle_words import named
from tests.clock import START
from tests.screens import office, owners, samples
from tests.screens import stage as stages
from tests.screens.forms import unanswered
from tests.screens.gallery import View, made
from tests.screens.samples import bill

CAR, MOTORCYCLE = owners.vehicles()


async def taken(*_: object) -> None:
    return None


def _bills() -> BillsPage:
    owed = (bill(1), bill(2, vehicle=owners.MOTORCYCLE, fee=20), bill(3))
    return BillsPage(samples.answer(owed), say("bills-title-mine", vehicles=2, count=3), step=(1, 3))


def _pass_check() -> CheckPage[None]:
    rows = [
        Row("pass-name", "路邊機車月票", strong=True),
        Row("pass-month", month("2026-12")),
        Row("check-plate", named(owners.MOTORCYCLE)),
    ]
    return CheckPage(Money(300), rows, samples.provider(), made, change="pass-change")


def _remove() -> ConfirmPage:
    lines = [*map(ends, CAR.services), say("remove-bills")]
    title, yes = say("remove-title", vehicle=named(CAR.vehicle)), say("remove-yes", plate=CAR.vehicle.plate)
    return ConfirmPage(title, lines, yes=yes, no="remove-no")


def _new_number() -> ConfirmPage:
    return new_number_page(NumberWaits(mobile="0987-***-321", effect_at=START + timedelta(hours=72)))


def _closing() -> ConfirmPage:
    ids = ("closing-deleted", "closing-ended", "closing-tickets", "closing-kept")
    return ConfirmPage(say("closing-title"), [say(id) for id in ids], yes="closing-go-on", no="closing-no")


def _password() -> PasswordPage[None]:
    return PasswordPage(
        taken, title="closing-password-title", note="closing-password-note", way_on="closing-do",
        complaint=say("closing-wrong"),
    )  # fmt: skip


def _plate_of() -> PlateOfPage:
    title = say("pass-plate-title", type="motorcycle")
    return PlateOfPage(title, way_on="pass-plate-next", step=(2, 4), only=VehicleType.MOTORCYCLE)


def _none_chosen(stage: stages.Stage[Any]) -> None:
    page = stage.app.screen
    assert isinstance(page, ServicesPage)
    page._done()


def _sold_out(stage: stages.Stage[Any]) -> None:
    stage.app.screen.query_one(EntryList).post_message(EntryList.Opened("fuxing-car"))


VIEWS: Mapping[str, View] = {
    "articles": View(lambda: ArticlesPage(office.columns(), ArticleKind.NOTICE)),
    "articles-none": View(lambda: ArticlesPage(office.columns(), ArticleKind.CHANNEL)),
    "article": View(lambda: ArticlePage(office.article())),
    "passes": View(lambda: PassesPage(office.offer())),
    "passes-sold-out": View(lambda: PassesPage(office.offer()), _sold_out),
    "passes-not-yet": View(lambda: PassesPage(office.offer(None))),
    "pass-plate": View(_plate_of),
    "pass-check": View(_pass_check),
    "area": View(lambda: OwnerAreaPage(owners.owner(), linking=True)),
    "area-without-links": View(lambda: OwnerAreaPage(owners.owner(unread=0), linking=False)),
    "bills-mine": View(_bills),
    "nothing-owed-mine": View(lambda: TroublePage(owner_troubles.nothing_owed(2))),
    "vehicles": View(lambda: VehiclesPage(owners.vehicles())),
    "vehicles-none": View(lambda: VehiclesPage(())),
    "services": View(lambda: ServicesPage(MOTORCYCLE.vehicle, taken, step=(2, 2))),
    "services-none": View(lambda: ServicesPage(MOTORCYCLE.vehicle, taken, step=(2, 2)), _none_chosen),
    "services-full": View(lambda: ServicesPage(CAR.vehicle, taken, CAR.services)),
    "bound": View(lambda: BoundPage(CAR, new=True)),
    "remove": View(_remove),
    "vehicle-taken": View(lambda: TroublePage(owner_troubles.taken(CAR.vehicle))),
    "claim": View(lambda: ClaimPage(Claim(number="48217730", vehicle=CAR.vehicle, made_at=START))),
    "edit": View(lambda: OwnerEditPage(owners.owner(email=None), changed=OwnerField.NAME)),
    "history": View(lambda: HistoryPage(owners.history())),
    "messages": View(lambda: MessagesPage(owners.inbox())),
    "message": View(lambda: MessagePage(owners.message(1))),
    "records": View(lambda: PaidRecordsPage(owners.records())),
    "identities": View(lambda: IdentitiesPage(owners.identities())),
    "link": View(lambda: LinkPage(owners.linking(), Named("LINE"), unanswered)),
    "link-denied": View(lambda: TroublePage(owner_troubles.link_failed(LinkState.DENIED, owners.identities()[1]))),
    "pass-bought": View(lambda: TroublePage(pass_troubles.NOT_SOLD[ProblemKind.ALREADY_PAID])),
    "closing": View(_closing),
    "closing-password": View(_password),
    "goodbye": View(GoodbyePage),
    "message-reminder": View(lambda: MessagePage(owners.reminder(4))),
    "history-of-staff": View(lambda: HistoryPage(owners.history_of_staff())),
    "new-number": View(_new_number),
}
"""By name. At 64 to 120 columns each of them has to be whole, aligned, and clear."""
