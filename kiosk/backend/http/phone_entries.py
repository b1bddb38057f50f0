"""A field that is typed on a phone, for the terminal that shows the link."""

from __future__ import annotations

from fastapi import APIRouter, Path, Response

from kiosk.backend.context import Context
from kiosk.backend.http.languages import Language
from kiosk.backend.http.principal import FromTerminal
from kiosk.backend.http.routers import json_router
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.proof import phone_entries
from kiosk.contract.phone_entries import BeginEntry, PhoneEntry

_ID = Path(pattern=r"^[0-9a-f]{32}$", description="The entry's id, from `PhoneEntry`")


def router(context: Context) -> APIRouter:
    """Return the routes of phone entries."""
    routes = json_router("phone entries")

    @routes.post("/v1/phone-entries", operation_id="beginPhoneEntry", status_code=201)
    async def begin_phone_entry(terminal: FromTerminal, wanted: BeginEntry, language: Language) -> PhoneEntry:
        """Begin an entry of this terminal; its link before it ends."""
        return await in_unit_of_work(lambda: phone_entries.begin(context, terminal.id, wanted.field, language))

    @routes.get("/v1/phone-entries/{id}", operation_id="getPhoneEntry")
    async def get_phone_entry(terminal: FromTerminal, id: str = _ID) -> PhoneEntry:
        """Return how far an entry has come, and what was typed."""
        return await in_unit_of_work(lambda: phone_entries.seen(context, terminal.id, id))

    @routes.delete("/v1/phone-entries/{id}", operation_id="endPhoneEntry", status_code=204, response_class=Response)
    async def end_phone_entry(terminal: FromTerminal, id: str = _ID) -> None:
        """Erase an entry; once it is gone, asking again changes nothing."""
        await in_unit_of_work(lambda: phone_entries.end(context, terminal.id, id))

    return routes
