"""What every printer does."""

from __future__ import annotations

from enum import Enum
from typing import Protocol

from kiosk.domain.document import Document


class Status(Enum):
    """How a printer is. The values are the words for it in logs and in JSON."""

    OK = "ok"
    LOW = "low"
    """It prints; its paper will soon be used up."""
    OUT = "out"
    """Its paper is used up."""
    JAM = "jam"
    """The cutter or the paper is stuck, or another fault that a person must mend."""
    COVER_OPEN = "cover-open"
    OFF = "off"
    """It does not answer, or is not there."""
    UNKNOWN = "unknown"
    """It is there and does not say how it is, as many cheap ones: it may well print."""
    NONE = "none"
    """This machine has no printer."""

    @property
    def prints(self) -> bool:
        """Whether it is worth a try."""
        return self in {Status.OK, Status.LOW, Status.UNKNOWN}


class PrinterError(Exception):
    """A document was not printed, or not known to be whole. The text says why; it holds nothing of the document."""

    def __init__(self, status: Status, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Printer(Protocol):
    """A printer. Both calls block, for `LIMIT` at most: they belong into a thread, never on the screen's loop."""

    def status(self) -> Status:
        """Return how it is now; never raise for a printer that is off or out of order."""
        ...

    def print(self, document: Document[str]) -> None:
        """Print a document and cut the paper; raise `PrinterError`. It keeps nothing of the document."""
        ...


LIMIT = 15.0
"""Seconds that printing may take before it counts as failed."""


class NoPrinter:
    """Stands where a machine has no printer."""

    def status(self) -> Status:
        return Status.NONE

    def print(self, document: Document[str]) -> None:
        raise PrinterError(Status.NONE, "this machine has no printer")
