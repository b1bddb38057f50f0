"""From the number on a paper to the vehicle whose bill it is."""

from __future__ import annotations

from kiosk.api_client.errors import ApiError, ProblemError
from kiosk.contract.bills import NumberFound
from kiosk.contract.problems import ProblemKind
from kiosk.journeys.asking import Asking
from kiosk.journeys.visit import Visit
from kiosk.screens.frame import trouble_kinds
from kiosk.screens.frame.trouble_kinds import Step


async def by_number(visit: Visit, asking: Asking, number: str) -> NumberFound | None:
    """Return where a scanned number stands, None to ask for a plate; raise `VisitOver` where the visitor leaves."""
    service = visit.app.service
    while True:
        if service is not None and service.asks_city is not None:
            await asking.trouble(trouble_kinds.BY_PLATE)
            return None
        try:
            return await asking.waited(visit.client.bills.find(number))
        except ApiError as error:
            kind = error.kind if isinstance(error, ProblemError) else None
            if kind is ProblemKind.NOT_FOUND:
                step = await asking.trouble(trouble_kinds.number_unknown(number))
            elif kind is ProblemKind.ALREADY_PAID:
                step = await asking.trouble(trouble_kinds.number_paid(number))
            else:
                step = await asking.failed(error, to_read=bool(visit.paid))
            if step is Step.OTHER_PLATE:
                return None
