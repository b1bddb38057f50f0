"""A printer for tests: it keeps what it printed, and its state is what a test sets."""

from __future__ import annotations

from kiosk.devices.port import PrinterError, Status
from kiosk.domain.document import Document


class MemoryPrinter:
    """Prints into a list."""

    def __init__(self, status: Status = Status.OK) -> None:
        self.printed: list[Document[str]] = []
        self.state = status

    def status(self) -> Status:
        return self.state

    def print(self, document: Document[str]) -> None:
        if not self.state.prints:
            raise PrinterError(self.state, f"the printer is {self.state.value}")
        self.printed.append(document)
