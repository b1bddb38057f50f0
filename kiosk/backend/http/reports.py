"""What terminals say of themselves every minute."""

from __future__ import annotations

from fastapi import APIRouter

from kiosk.backend.context import Context
from kiosk.backend.http.principal import FromTerminal
from kiosk.backend.http.routers import json_router
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.terminals import fleet
from kiosk.contract.reports import TerminalReport


def router(context: Context) -> APIRouter:
    """Return the route by which a terminal reports."""
    routes = json_router("service")

    @routes.put("/v1/terminal/report", operation_id="reportTerminal", status_code=204)
    async def report_terminal(asking: FromTerminal, request: TerminalReport) -> None:
        """Keep how the terminal is, in place of what it said before."""
        await in_unit_of_work(lambda: fleet.keep_report(context, asking.id, request))

    return routes
