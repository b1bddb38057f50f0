"""How the terminals are: what each says of itself every minute, and what has to be done about it, worst first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kiosk import __version__
from kiosk.backend.context import Context
from kiosk.backend.metrics import TERMINALS
from kiosk.backend.terminals import enrolment
from kiosk.backend.terminals.enrolment import TerminalRecord
from kiosk.contract.reports import PrinterState

LATE = timedelta(minutes=3)
"""Without a word for so long, a terminal is late: three reports are missing."""
LOST = timedelta(minutes=10)

_RELEASE = re.compile(r"\d+(?:\.\d+)*")


class Trouble(StrEnum):
    """What is wrong with a terminal; the worst stands first."""

    LOST = "lost"
    """Nothing was heard of it for `LOST`."""
    LATE = "late"
    NO_PAPER = "no-paper"
    PRINTER = "printer"
    """Its printer is stuck, open or does not answer."""
    COMPLAINT = "complaint"
    """A counter has reported it, in a case, and that is not dealt with."""
    OLD = "old-version"
    """Its version is older than this backend's."""
    NO_REPORTS = "no-reports"
    """It asks, and has never reported: a version from before reports."""
    NEVER = "never-heard"
    """It was enrolled, and never asked anything."""
    PAPER_LOW = "paper-low"
    CLOSED = "closed"
    """Out of service because somebody said so: behind all that is still unknown, whatever else is wrong with it."""


_RANK = {trouble: rank for rank, trouble in enumerate(Trouble)}
_SILENT = {Trouble.LOST, Trouble.LATE}
_OF_PRINTER: Mapping[str, Trouble] = {
    PrinterState.OUT: Trouble.NO_PAPER,
    PrinterState.JAM: Trouble.PRINTER,
    PrinterState.COVER_OPEN: Trouble.PRINTER,
    PrinterState.OFF: Trouble.PRINTER,
    PrinterState.LOW: Trouble.PAPER_LOW,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A terminal and what is wrong with it, the worst first; by its last word, where it is late or lost.

    Of one that is out of service, that it is stands before all else.
    """

    terminal: TerminalRecord
    troubles: tuple[Trouble, ...]
    heard_at: datetime | None
    """When it reported or asked something last; None where it never did."""

    @property
    def needs_somebody(self) -> bool:
        """Whether anything is wrong that no one has taken in hand yet."""
        return bool(self.troubles) and Trouble.CLOSED not in self.troubles


def standings(records: Iterable[TerminalRecord], now: datetime) -> list[Standing]:
    """Return how the terminals are that may use the backend, worst first, and the longest silent."""
    found = [_standing(record, now) for record in records if record.revoked_at is None]
    return sorted(found, key=_order)


def count(context: Context) -> dict[str, int]:
    """Return how many terminals are how, by the worst of each, and set the figure; raise what the store raises."""
    with context.database.read() as connection:
        records = enrolment.listed(connection)
    worst = Counter(one.troubles[0] if one.troubles else None for one in standings(records, context.clock.now()))
    counted = {"well": worst[None], **{trouble.value: worst[trouble] for trouble in Trouble}}
    for name, number in counted.items():
        TERMINALS.labels(name).set(number)
    return counted


def _standing(record: TerminalRecord, now: datetime) -> Standing:
    heard_at = max(filter(None, (record.reported_at, record.last_seen_at)), default=None)
    troubles = set[Trouble]()
    if record.reported_at is not None and heard_at is not None:
        silent = now - heard_at
        if silent >= LATE:
            troubles.add(Trouble.LOST if silent >= LOST else Trouble.LATE)
        if (wrong := _OF_PRINTER.get(record.printer or "")) is not None:
            troubles.add(wrong)
        if is_older(record.version, __version__):
            troubles.add(Trouble.OLD)
    else:
        troubles.add(Trouble.NEVER if heard_at is None else Trouble.NO_REPORTS)
    if record.complaints:
        troubles.add(Trouble.COMPLAINT)
    known = () if record.closed_for is None else (Trouble.CLOSED,)
    return Standing(record, (*known, *sorted(troubles, key=_RANK.__getitem__)), heard_at)


def _order(standing: Standing) -> tuple[list[int], float, str, str]:
    ranks = [_RANK[trouble] for trouble in standing.troubles]
    since = None if _SILENT.isdisjoint(standing.troubles) else standing.heard_at
    heard = 0.0 if since is None else since.timestamp()
    # One trouble more is worse: a list that ends sorts before the one that goes on, and so it ends with the best.
    return [*ranks, len(Trouble)], heard, standing.terminal.name, standing.terminal.id


def is_older(version: str | None, than: str) -> bool:
    """Say whether a version is of an earlier release; what is no number is not called old. Pre-releases count alike."""
    one, other = _release(version or ""), _release(than)
    return one is not None and other is not None and one < other


def _release(version: str) -> tuple[int, ...] | None:
    found = _RELEASE.match(version)
    if found is None:
        return None
    parts = [int(part) for part in found[0].split(".")]
    while parts and not parts[-1]:
        parts.pop()  # 1.0 is 1.0.0
    return tuple(parts)
