"""Filling in a field on the visitor's phone (用手機輸入): what a touch screen has no keys for."""

from __future__ import annotations

from contextlib import suppress

from kiosk.api_client import KioskClient
from kiosk.api_client.errors import ApiError, ProblemError
from kiosk.contract.phone_entries import EntryField, EntryState, PhoneEntry
from kiosk.contract.problems import ProblemKind
from kiosk.i18n import Message, say
from kiosk.journeys.visit import Visit
from kiosk.screens.frame.form import ByPhone
from kiosk.screens.frame.navigation import Away
from kiosk.screens.register.phone_entry import PhoneEntryPage


def by_phone(visit: Visit, field: EntryField) -> ByPhone | None:
    """Return how a form has its `field` filled in: what was typed on the phone, what is wrong, or where to go.

    None where no phone can reach us.
    """
    if not visit.phones:
        return None
    app, client = visit.app, visit.client

    async def fill_in() -> str | Message | Away:
        try:
            entry = await client.phone_entries.begin(field)
        except ApiError:
            return say("by-phone-failed")
        try:
            answer = await app.push_screen_wait(PhoneEntryPage(entry, lambda: _polled(client, entry)))
        finally:
            # The app's: it goes on when the form is left, and no visitor waits for it.
            app.run_worker(_ended(client, entry), group="phone entries", exit_on_error=False)
        if not isinstance(answer, PhoneEntry):
            return answer
        return answer.value.get_secret_value() if answer.value is not None else say("by-phone-over")

    return fill_in


async def _ended(client: KioskClient, entry: PhoneEntry) -> None:
    """Have an entry erased that the terminal has, or does not want any more; else it is erased when it expires."""
    with suppress(ApiError):
        await client.phone_entries.end(entry.id)


async def _polled(client: KioskClient, entry: PhoneEntry) -> PhoneEntry | None:
    """Return the state of an entry, None while it is unknown (the backend cannot be reached)."""
    try:
        return await client.phone_entries.get(entry.id)
    except ProblemError as error:
        if error.kind is ProblemKind.NOT_FOUND:
            return entry.model_copy(update={"state": EntryState.OVER})
        return None
    except ApiError:
        return None
