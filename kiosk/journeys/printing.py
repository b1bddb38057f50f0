"""From a document to the printer of this machine, in a thread: the screen goes on meanwhile."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from kiosk.api_client.errors import ApiError
from kiosk.devices import PrinterError, Status
from kiosk.domain.document import Document
from kiosk.i18n import Message, Named
from kiosk.journeys.visit import Visit
from kiosk.platform.terminal.crash import record
from kiosk.screens.frame.printing import Printing, Sheet

_log = logging.getLogger(__name__)

Composed = Document[Message | Named | str]


def printing(visit: Visit, compose: Callable[[], Awaitable[Composed]]) -> Printing | None:
    """Return what prints a document once it is asked for, in the language of that moment; None without a printer."""
    if not visit.prints:
        return None
    printer = visit.devices.printer

    async def check() -> Sheet:
        return _sheet(await asyncio.to_thread(printer.status))

    async def printed() -> Sheet:
        texts = visit.app.texts
        try:
            document = (await compose()).said(texts.said)
            await asyncio.to_thread(printer.print, document)
        except ApiError:
            return Sheet.FAILED
        except PrinterError as error:
            # How the printer is, and nothing of what was to be printed.
            _log.warning("not-printed", extra={"fields": {"state": error.status.value}})
            return Sheet.FAILED if error.status.prints else _sheet(error.status)
        except Exception as error:  # noqa: BLE001  a fault in what draws the paper is no reason to end a visit
            record(error)
            return Sheet.FAILED
        return Sheet.FINE

    return Printing(check, printed)


def printing_of(visit: Visit, document: Composed) -> Printing | None:
    """Return what prints a document that is there already; None without a printer."""

    async def compose() -> Composed:
        return document

    return printing(visit, compose)


def _sheet(status: Status) -> Sheet:
    match status:
        case Status.OK | Status.LOW | Status.UNKNOWN:
            return Sheet.FINE
        case Status.OUT:
            return Sheet.NO_PAPER
        case Status.JAM | Status.COVER_OPEN | Status.OFF | Status.NONE:
            return Sheet.FAILED
