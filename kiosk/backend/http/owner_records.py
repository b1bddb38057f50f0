"""What is written down for an owner: history, messages and receipts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from fastapi import APIRouter, Path, Response
from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.http.languages import Language
from kiosk.backend.http.principal import FromOwner
from kiosk.backend.http.routers import json_router
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.messages import owner_log
from kiosk.backend.owners import history, owner_receipts
from kiosk.backend.sheets import sheets
from kiosk.contract.owners import History, Inbox, OwnerReceipts
from kiosk.contract.payments import Receipt
from kiosk.contract.sheets import Sheet

T = TypeVar("T")

_ID = Path(pattern=r"^[0-9a-f]{32}$", description="A payment's id, from the list of receipts")


def router(context: Context) -> APIRouter:
    """Return the routes of what an owner reads; whose it is, the session says."""
    routes = json_router("owners")

    async def read(work: Callable[[Connection], T]) -> T:
        def reading() -> T:
            with context.database.read() as connection:
                return work(connection)

        return await in_unit_of_work(reading)

    @routes.get("/v1/owner/history", operation_id="getHistory")
    async def get_history(owner: FromOwner) -> History:
        """Return what happened to the account, when, and where."""
        names = history.english_names(context)
        return await read(lambda connection: history.whole(connection, context, owner.session.owner_id, names))

    @routes.post("/v1/owner/history/sheet", operation_id="makeVisitSheet")
    async def make_visit_sheet(owner: FromOwner, language: Language) -> Sheet:
        """Return a link to what the owner has done in this visit, to be kept and printed."""
        return await in_unit_of_work(lambda: sheets.of_owner_visit(context, owner.session.owner_id, language))

    @routes.get("/v1/owner/messages", operation_id="getMessages")
    async def get_messages(owner: FromOwner) -> Inbox:
        """Return the owner's messages."""
        return await read(lambda connection: owner_log.inbox(connection, owner.session.owner_id))

    @routes.post("/v1/owner/messages/read", operation_id="readMessages", status_code=204, response_class=Response)
    async def read_messages(owner: FromOwner) -> None:
        """Note that every message was read."""
        await in_unit_of_work(
            lambda: context.database.run(
                lambda connection: owner_log.read_all(connection, owner.session.owner_id, context.clock.now())
            )
        )

    @routes.get("/v1/owner/receipts", operation_id="listReceipts")
    async def list_receipts(owner: FromOwner) -> OwnerReceipts:
        """Return what was paid for the owner's vehicles since they were bound."""
        return await read(lambda connection: owner_receipts.listed(connection, context, owner.session.owner_id))

    @routes.get("/v1/owner/receipts/{id}", operation_id="getOwnerReceipt")
    async def get_receipt(owner: FromOwner, id: str = _ID) -> Receipt:
        """Return the receipt of what was paid for the owner's vehicles, at whatever terminal."""
        return await read(lambda connection: owner_receipts.get(connection, context, owner.session.owner_id, id))

    @routes.post("/v1/owner/receipts/{id}/sheet", operation_id="makeReceiptSheet")
    async def make_receipt_sheet(owner: FromOwner, language: Language, id: str = _ID) -> Sheet:
        """Return a link to the receipt of what was paid for the owner's vehicles, to be kept and printed."""
        return await in_unit_of_work(lambda: sheets.of_owner(context, owner.session.owner_id, id, language))

    return routes
