"""When each terminal was here last, and with which version: noted in memory, kept by the worker every few minutes."""

from __future__ import annotations

import re
from datetime import datetime
from threading import Lock

from kiosk.backend.context import Context
from kiosk.backend.terminals import statements

_AGENT = re.compile(r"parking-kiosk/([0-9A-Za-z.+-]{1,20})(?: |$)")
"""What a client of ours calls itself in `User-Agent`."""


class Sightings:
    """The terminals that have asked something since the last time they were kept.

    A request writes nothing: however often a terminal asks, it costs one row in a round.
    """

    def __init__(self) -> None:
        self._seen: dict[str, tuple[datetime, str | None]] = {}
        self._lock = Lock()

    def note(self, terminal_id: str, now: datetime, agent: str = "") -> None:
        """Note that an enrolled terminal has asked; `agent` is its `User-Agent`, empty where it did not say."""
        found = _AGENT.match(agent)
        with self._lock:
            former = self._seen.get(terminal_id)
            self._seen[terminal_id] = now, found[1] if found else former and former[1]

    def keep(self, context: Context) -> int:
        """Write down what was seen; return how many terminals. Raise what the store raises, with nothing forgotten."""
        with self._lock:
            seen, self._seen = self._seen, {}
        try:
            if seen:
                context.database.run(lambda connection: statements.keep_seen(connection, seen))
        except BaseException:
            with self._lock:
                self._seen = {**seen, **self._seen}
            raise
        return len(seen)
