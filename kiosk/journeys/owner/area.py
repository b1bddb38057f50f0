"""The owner's area (車主專區): one task after another, until the owner signs out or has left (idle timeout)."""

from __future__ import annotations

import contextlib
from functools import partial

from kiosk.api_client.errors import ApiError
from kiosk.contract.bills import BillAnswer
from kiosk.contract.owners import NumberWaits, Owner
from kiosk.i18n import Message, say
from kiosk.journeys.asking import Asking, GaveUp, TaskOver
from kiosk.journeys.owner.closing import close_account
from kiosk.journeys.owner.data import change_data
from kiosk.journeys.owner.identities import link_accounts
from kiosk.journeys.owner.session import Session, signed_out
from kiosk.journeys.owner.vehicles import add_vehicle, manage_vehicles
from kiosk.journeys.pay.debtor import Debtor
from kiosk.journeys.pay.paying import Left, Paying
from kiosk.journeys.printing import printing_of
from kiosk.journeys.steps import VisitOver, show
from kiosk.journeys.visit import Visit
from kiosk.screens.frame.trouble_kinds import Step
from kiosk.screens.owner import owner_troubles
from kiosk.screens.owner.history import HistoryPage
from kiosk.screens.owner.messages import MessagePage, MessagesPage
from kiosk.screens.owner.new_number import new_number_page
from kiosk.screens.owner.owner_area import OwnerAreaPage, OwnerTask
from kiosk.screens.owner.paid_records import PaidRecordsPage
from kiosk.screens.pay.receipt import ReceiptPage
from kiosk.screens.pay.take_along import receipt_page, visit_page
from kiosk.wording.documents import of_receipt
from kiosk.wording.owner_visit import of_visit


async def in_area(visit: Visit, session: Session) -> None:
    """Let an owner use the owner's area (車主專區), and sign them out however they leave it."""
    try:
        await _Area(visit.signed_in(session), session.owner).run()
    finally:
        await signed_out(visit.client, session)


class _Area:
    """One stay in the area."""

    def __init__(self, visit: Visit, owner: Owner) -> None:
        self._visit, self._app, self._client, self._token = visit, visit.app, visit.client, visit.token
        self._owner = owner
        self._asking = Asking(visit, in_area=True)

    async def run(self) -> None:
        if self._owner.number_waits is not None:
            await self._new_number(self._owner.number_waits)
        linking = await self._linking_offered()
        while True:
            task = await show(self._app, OwnerAreaPage(self._owner, linking=linking))
            if task is None or task is OwnerTask.SIGN_OUT:
                return
            with contextlib.suppress(TaskOver):
                if await self._serve(task):
                    return
            # Names, numbers and unread messages may be others now. Without an answer, what is known stays on the page.
            with contextlib.suppress(TaskOver):
                self._owner = await self._asking.asked(lambda: self._client.owner.get(self._token), to_read=True)

    async def _new_number(self, waits: NumberWaits) -> None:
        """Say that a new number waits, before anything else, and stop it if the owner wants that."""
        if await show(self._app, new_number_page(waits)) is False:
            with contextlib.suppress(TaskOver):
                self._owner = await self._asking.asked(lambda: self._client.owner.stop_new_number(self._token))

    async def _linking_offered(self) -> bool:
        """Return whether accounts elsewhere can be linked; False if that is unknown: the area works without it.

        Who does not wait for it has the area all the same.
        """
        try:
            return bool(await self._asking.waited(self._client.identities.list(self._token)))
        except (ApiError, TaskOver):
            return False

    async def _serve(self, task: OwnerTask) -> bool:
        """Serve one choice of the menu; return whether the owner's session is over."""
        match task:
            case OwnerTask.BILLS:
                await self._pay()
            case OwnerTask.VEHICLES:
                await manage_vehicles(self._visit)
            case OwnerTask.MESSAGES:
                await self._read_messages()
            case OwnerTask.PAID:
                await self._show_receipts()
            case OwnerTask.EDIT:
                await change_data(self._visit, self._owner)
            case OwnerTask.HISTORY:
                await self._show_history()
            case OwnerTask.IDENTITIES:
                await link_accounts(self._visit)
            case OwnerTask.CLOSING:
                return await close_account(self._visit)
            case OwnerTask.SIGN_OUT:
                return True
        return False

    async def _pay(self) -> None:
        """Show what all vehicles owe, and let the owner pay; who has paid and finished goes, and is signed out."""
        bound = await self._asking.asked(
            lambda: self._client.vehicles.list(self._token), to_read=bool(self._visit.paid)
        )
        if not bound:
            if await self._asking.trouble(owner_troubles.NO_VEHICLES) is Step.BIND:
                await add_vehicle(self._visit)
            return
        vehicles = [one.vehicle for one in bound]

        async def ask() -> BillAnswer:
            return await self._client.bills.search(vehicles)

        def title(answer: BillAnswer) -> Message:
            id = "bills-title-mine" if answer.complete else "bills-title-mine-partly"
            return say(id, vehicles=len(vehicles), count=len(answer.bills))

        debtor = Debtor(ask, title, owner_troubles.nothing_owed(len(vehicles)))
        paying = Paying(self._visit, self._asking, debtor)
        if await paying.run(await self._asking.waited(debtor.outcome())) is Left.DONE:
            raise VisitOver

    async def _read_messages(self) -> None:
        inbox = await self._asking.asked(lambda: self._client.owner.messages(self._token), to_read=True)
        cursor = 0
        # They are on the screen next. If the request to mark them as read fails, they are only shown as new once more.
        with contextlib.suppress(ApiError, TaskOver):
            await self._asking.waited(self._client.owner.read_messages(self._token))
        while (message := await show(self._app, MessagesPage(inbox, cursor=cursor))) is not None:
            cursor = inbox.messages.index(message)
            await show(self._app, MessagePage(message))

    async def _show_history(self) -> None:
        history = await self._asking.asked(lambda: self._client.owner.history(self._token), to_read=True)
        on_paper = printing_of(self._visit, of_visit(history))
        while await show(self._app, HistoryPage(history, on_paper, can_take=self._visit.phones)) is not None:
            with contextlib.suppress(GaveUp):
                sheet = await self._asking.asked(lambda: self._client.owner.visit_sheet(self._token), to_read=True)
                await show(self._app, visit_page(sheet.link))

    async def _show_receipts(self) -> None:
        records = await self._asking.asked(lambda: self._client.owner.receipts(self._token), to_read=True)
        cursor = 0
        while (record := await show(self._app, PaidRecordsPage(records, cursor=cursor))) is not None:
            cursor = records.receipts.index(record)
            with contextlib.suppress(GaveUp):
                await self._show_receipt(record.payment_id)

    async def _show_receipt(self, payment_id: str) -> None:
        receipt = await self._asking.asked(partial(self._client.owner.receipt, self._token, payment_id), to_read=True)
        on_paper = printing_of(self._visit, of_receipt(receipt, sample=self._visit.sample))
        can_take = self._visit.phones
        while await show(self._app, ReceiptPage(receipt, can_take=can_take, printing=on_paper)) is not None:
            with contextlib.suppress(GaveUp):
                ask = partial(self._client.owner.receipt_sheet, self._token, payment_id)
                await show(self._app, receipt_page((await self._asking.asked(ask)).link))
