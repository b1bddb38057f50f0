"""What this terminal says of itself, and learns in return."""

from __future__ import annotations

from kiosk.api_client._caller import Caller
from kiosk.api_client._route import Route
from kiosk.contract.reports import TerminalReport
from kiosk.contract.service import TerminalPlace

REPORT = Route("PUT", "/v1/terminal/report")


class Reports:
    """Reports of this terminal, each in place of the one before."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def send(self, report: TerminalReport) -> TerminalPlace:
        """Say how the terminal is now; return where it stands. Raise `ApiError`."""
        return await self._caller.call(REPORT, TerminalPlace, body=report)
