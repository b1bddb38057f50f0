"""What terminals say of themselves every minute: noted in memory, written down together every few seconds.

A report has no transaction of its own: those of five hundred terminals are one every ten seconds.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from kiosk.backend.context import Context
from kiosk.backend.terminals import statements
from kiosk.clock import Clock
from kiosk.contract.reports import TerminalReport

EVERY = 10.0
"""Seconds from one time that reports are written down to the next, at least."""


class Reports:
    """The reports that have come since they were written down last; of each terminal, the last one.

    The request that brings one writes them down once it is time, and the worker in its rounds what came after the last.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rows: dict[str, dict[str, Any]] = {}
        self._lock = Lock()
        self._due = clock.monotonic()

    def note(self, terminal_id: str, report: TerminalReport, now: datetime) -> bool:
        """Note how an enrolled terminal is; return whether the caller is to call `keep` now."""
        row = {
            "terminal": terminal_id,
            "at": now,
            "since": now - timedelta(seconds=report.up_for),
            "runs": report.version,
            "prints": report.printer.value,
        }
        elapsed = self._clock.monotonic()
        with self._lock:
            self._rows[terminal_id] = row
            if elapsed < self._due:
                return False
            self._due = elapsed + EVERY
            return True

    def keep(self, context: Context) -> int:
        """Write down what was said; return how many said it. Raise what the store raises, with nothing forgotten."""
        with self._lock:
            rows, self._rows = self._rows, {}
        try:
            if rows:
                # In the order of their ids: two replicas that write the same ones must not wait for each other.
                said = [rows[id] for id in sorted(rows)]
                context.database.run(lambda connection: statements.keep_reports(connection, said))
        except BaseException:
            with self._lock:
                self._rows = {**rows, **self._rows}
            raise
        return len(rows)
