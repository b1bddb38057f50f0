"""What this terminal says of itself."""

from __future__ import annotations

from kiosk.api_client._caller import Caller, Route
from kiosk.contract.reports import TerminalReport

REPORT = Route("PUT", "/v1/terminal/report")


class Reports:
    """Reports of this terminal, each in place of the one before."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def send(self, report: TerminalReport) -> None:
        """Say how the terminal is now; raise `ApiError`."""
        await self._caller.send(REPORT, body=report)
