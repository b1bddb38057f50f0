"""One field of a form, typed on the visitor's phone."""

from __future__ import annotations

from kiosk.api_client._caller import Caller
from kiosk.api_client._route import Replay, Route
from kiosk.contract.phone_entries import BeginEntry, EntryField, PhoneEntry

BEGIN = Route("POST", "/v1/phone-entries", Replay.NEVER)
GET = Route("GET", "/v1/phone-entries/{id}")
END = Route("DELETE", "/v1/phone-entries/{id}")


class PhoneEntries:
    """Each call may raise `ApiError`."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def begin(self, field: EntryField) -> PhoneEntry:
        """Begin an entry, which ends the one before; raise `ApiError` (`too-many-requests`)."""
        return await self._caller.call(BEGIN, PhoneEntry, body=BeginEntry(field=field))

    async def get(self, id: str) -> PhoneEntry:
        """Return how far an entry has come, and what was typed; raise `ApiError` (`not-found` once it is forgotten)."""
        return await self._caller.call(GET, PhoneEntry, id=id)

    async def end(self, id: str) -> None:
        """Have an entry erased."""
        await self._caller.send(END, id=id)
