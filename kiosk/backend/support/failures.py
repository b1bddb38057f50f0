"""Failures on their way to the database: noted in memory by the request, kept by a thread of its own right after.

The request's own transaction may be what failed, and a right answer waits for nothing here. A flood is bounded: of more
than the windows hold only a counter and the log know.
"""

from __future__ import annotations

import threading
from collections import deque

import structlog

from kiosk.backend.log import places
from kiosk.backend.metrics import FAILURES_DROPPED
from kiosk.backend.store.database import Database, DatabaseBusyError, DatabaseLostError, StorageFullError
from kiosk.backend.support import records
from kiosk.backend.support.records import Failure
from kiosk.clock import Clock

_log = structlog.get_logger("kiosk.support")

WINDOWS = ((60.0, 30), (86_400.0, 1_000))
"""Seconds, and how many failures of a process are kept in so long: thirty megabytes in a month at most."""

AGAIN = 5.0
"""Seconds until the database is asked again that could not keep them."""


class Failures:
    """The failures of one process; `note` is called only by the event loop."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._waiting: deque[Failure] = deque()
        self._some = threading.Event()
        self._stopping = threading.Event()
        self._noted = [deque[float](maxlen=most) for _, most in WINDOWS]
        self._thread = threading.Thread(target=self._run, name="failures", daemon=True)

    def note(self, failure: Failure) -> None:
        """Have a failure kept soon, or count that it is not."""
        now = self._clock.monotonic()
        for (seconds, most), noted in zip(WINDOWS, self._noted, strict=True):
            if len(noted) == most and now - noted[0] < seconds:
                FAILURES_DROPPED.inc()
                return
        for noted in self._noted:
            noted.append(now)
        self._waiting.append(failure)
        self._some.set()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Keep what is waiting, if the database takes it at once, and end."""
        self._stopping.set()
        self._some.set()
        if self._thread.is_alive():
            self._thread.join()

    def keep(self) -> bool:
        """Write down what waits; return False for what the database cannot take now, which goes on waiting.

        What it will never take is counted, and only the log knows of it.
        """
        batch = [self._waiting.popleft() for _ in range(len(self._waiting))]
        try:
            if batch:
                self._database.run(lambda connection: records.keep(connection, batch))
        except (DatabaseBusyError, DatabaseLostError, StorageFullError):
            self._waiting.extendleft(reversed(batch))
            return False
        except Exception as error:  # noqa: BLE001 - the next failures are to be kept, whatever was wrong with these
            _log.error("failures-not-kept", **places(error))
            FAILURES_DROPPED.inc(len(batch))
        return True

    def _run(self) -> None:
        while True:
            self._some.wait()
            self._some.clear()
            done = self.keep()
            if self._stopping.is_set():
                FAILURES_DROPPED.inc(len(self._waiting))
                return
            if not done:
                self._stopping.wait(AGAIN)
                self._some.set()
