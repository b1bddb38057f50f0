"""What the desk asks the backend for: a search in a case of its own, and all that is known of one thing."""

from __future__ import annotations

import re

from kiosk.api_client.desk import DeskClient
from kiosk.api_client.errors import ProblemError
from kiosk.contract.desk.cases import CaseClosing, CaseOpening, CaseOutcome, CaseTopic, CaseWish
from kiosk.contract.desk.problems import DeskProblem, desk_kind
from kiosk.contract.desk.search import DeskAnswer, DeskSearch, HitKind
from kiosk.contract.desk.session import DeskStanding, Permission
from kiosk.contract.desk.story import PaymentWish
from kiosk.contract.desk.terminals import HourSeen, HourWish
from kiosk.contract.desk.things import ClaimWish, NumberWish, SupportWish, TicketWish, VehicleWish
from kiosk.desk.finds import Beside, Seen, Thing
from kiosk.desk.hours import HourAsked
from kiosk.desk.workspace import Workspace
from kiosk.domain.mobile import Mobile

_CASE = re.compile(r"[dD][0-9]{6}[- ]?[0-9A-Za-z]{4}")
"""As people write a case's number."""


def may(standing: DeskStanding, permission: Permission) -> bool:
    """Say whether the clerk who is signed in may do something; the backend says so again when it is done."""
    return permission.value in standing.permissions


async def search(client: DeskClient, standing: DeskStanding, space: Workspace, text: str) -> DeskAnswer:
    """Search for what was typed, in the case of this piece of work, which is opened for it; raise `ApiError`.

    A search for a case goes on in that one: none is opened for it.
    """
    if space.case is None and may(standing, Permission.CASE) and not _CASE.fullmatch(text.strip()):
        space.case = await client.open_case(CaseOpening())
    return await client.search(DeskSearch(text=text, case=number_of(space)))


async def see(client: DeskClient, space: Workspace, thing: Thing) -> Seen | None:
    """Return all that is known of a thing; raise `ApiError`."""
    case = number_of(space)
    match thing.kind:
        case HitKind.VEHICLE if thing.vehicle is not None:
            return await client.vehicle(VehicleWish(vehicle=thing.vehicle, case=case))
        case HitKind.TICKET:
            return await client.ticket(TicketWish(number=thing.id, case=case))
        case HitKind.PAYMENT:
            return await client.payment(PaymentWish(id=thing.id, case=case))
        case HitKind.SUPPORT_CODE:
            return await client.support_code(SupportWish(code=thing.id, case=case))
        case HitKind.CLAIM:
            return await client.claim(ClaimWish(number=thing.id, case=case))
        case HitKind.CASE:
            return await client.case(CaseWish(number=thing.id))
        case HitKind.NUMBER:
            # It does not come back with the hit: what was typed is what is asked about.
            return await client.number(NumberWish(mobile=Mobile.parse(space.text).digits, case=case))
        case Beside.HOUR if thing.hour is not None:
            return await _hour(client, space, thing.hour)
        case _:
            return None


async def _hour(client: DeskClient, space: Workspace, asked: HourAsked) -> HourSeen:
    """Return an hour of a terminal: in the case of this piece of work, which is opened for it where there is none."""
    if space.case is None:
        space.case = await client.open_case(CaseOpening(topic=CaseTopic.KIOSK_TOOK_MONEY))
    return await client.terminal_hour(
        HourWish(
            terminal=asked.terminal,
            since=asked.since,
            reason=asked.reason,
            case=space.case.number,
            amount=asked.amount,
        )
    )


async def close_case(client: DeskClient, number: str, outcome: CaseOutcome) -> None:
    """Close a case; one that a colleague has closed is closed, as they said. Raise `ApiError`."""
    try:
        await client.close_case(CaseClosing(case=number, outcome=outcome))
    except ProblemError as error:
        if not needs_case(error):
            raise


def needs_case(error: ProblemError) -> bool:
    """Say whether something was refused because the case that it was in is not open, or there is none."""
    return desk_kind(error.problem) is DeskProblem.CASE_NEEDED


def number_of(space: Workspace) -> str | None:
    return None if space.case is None else space.case.number
