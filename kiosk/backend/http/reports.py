"""What terminals say of themselves every minute, and what the answer says in return."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock

from fastapi import APIRouter, Response

from kiosk.backend.context import Context
from kiosk.backend.http.direct import direct_route
from kiosk.backend.http.principal import FromTerminal
from kiosk.backend.http.service import place_of
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.office import offices
from kiosk.backend.terminals import closings
from kiosk.backend.terminals.recognition import Recognition
from kiosk.backend.terminals.reports import Reports
from kiosk.contract.reports import TerminalReport
from kiosk.contract.service import ClosedReason, TerminalPlace
from kiosk.settings import BackendSettings


def add_to(
    routes: APIRouter, settings: BackendSettings, context: Context, reports: Reports, recognition: Recognition
) -> None:
    """Add the route by which terminals report; from time to time all of them are recognised anew."""
    places = _Places(settings, context)

    def keep() -> None:
        reports.keep(context)
        recognition.renew()
        places.read()

    async def report_terminal(asking: FromTerminal, request: TerminalReport) -> Response:
        """Take note of how the terminal is; return where it stands and whether it serves, as of late."""
        if reports.note(asking.id, request, context.clock.now()) or not places.known:
            await in_unit_of_work(keep)
        # Bytes, not a model: what was made here is not validated a second time, five hundred times a minute.
        return Response(places.of(asking.id), media_type="application/json")

    routes.add_api_route(
        "/v1/terminal/report",
        report_terminal,
        methods=["PUT"],
        operation_id="reportTerminal",
        response_model=TerminalPlace,
        tags=["service"],
        route_class_override=direct_route(TerminalReport, report_terminal),
    )


class _Places:
    """Where each terminal stands and whether it serves, as it was read when reports were written down last."""

    def __init__(self, settings: BackendSettings, context: Context) -> None:
        self._settings, self._context = settings, context
        self._usual = self._answer(None, None)
        self._others: Mapping[str, bytes] | None = None
        self._reading = Lock()

    @property
    def known(self) -> bool:
        """Whether they have been read at all: before that, a closed terminal would get the answer of an open one."""
        return self._others is not None

    def of(self, terminal_id: str) -> bytes:
        return (self._others or {}).get(terminal_id, self._usual)

    def read(self) -> None:
        """Read them anew; raise what the store raises."""
        # One by one: what was read first must not take the place of what was read after it.
        with self._reading, self._context.database.read() as connection:
            places, closed = offices.of_every_terminal(connection), closings.of_every_terminal(connection)
            unusual = places.keys() | closed.keys()
            self._others = {id: self._answer(places.get(id), closed.get(id)) for id in unusual}

    def _answer(self, place: offices.Place | None, closed: ClosedReason | None) -> bytes:
        return place_of(place, closed, self._settings, self._context.terms).model_dump_json().encode()
