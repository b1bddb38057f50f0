"""The terminal tells its backend every minute how it is: which version, since when, and its printer.

Nothing more. The answer says where it stands, and says so from then on.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from kiosk import __version__
from kiosk.clock import Clock
from kiosk.platform.terminal.crash import record

if TYPE_CHECKING:
    from kiosk.api_client import KioskClient
    from kiosk.contract.reports import TerminalReport
    from kiosk.contract.service import TerminalPlace
    from kiosk.devices import Devices
    from kiosk.journeys.connection import Connection

EVERY = 60.0
"""Seconds between two reports, a tenth more or less: terminals that were switched on together spread out."""
FIRST = 10.0
"""Seconds within which the first one follows: the start has other work to do."""


async def keep_reporting(
    connection: Connection,
    clock: Clock,
    placed: Callable[[TerminalPlace], None],
    *,
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Report until cancelled; `placed` is given each time where the terminal stands. A guest never reports."""
    if connection.guest:
        return
    began = clock.monotonic()
    client = await connection.client()
    await pause(FIRST * random.random())  # noqa: S311 - spread, not hidden
    while True:
        try:
            await _report(client, connection.devices, clock.monotonic() - began, placed)
        except Exception as error:  # noqa: BLE001  a fault in what looks at the printer is no reason to end the terminal
            record(error)
        await pause(EVERY * random.uniform(0.9, 1.1))  # noqa: S311


async def _report(
    client: KioskClient, devices: Devices, up_for: float, placed: Callable[[TerminalPlace], None]
) -> None:
    from kiosk.api_client.errors import ApiError

    report = await asyncio.to_thread(_collected, devices, up_for)
    # The backend is away, or older than reports: the header says the one, and the next report makes up for it.
    with contextlib.suppress(ApiError):
        placed(await client.reports.send(report))


def _collected(devices: Devices, up_for: float) -> TerminalReport:
    """Return the report of this moment. In a thread: a printer may take seconds to say how it is."""
    from kiosk.contract.reports import PrinterState, TerminalReport

    return TerminalReport(version=__version__, up_for=int(up_for), printer=PrinterState(devices.printer.status().value))
