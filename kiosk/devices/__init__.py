"""What a machine has besides its screen: a printer. Journeys know the protocol, and no page knows any of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.devices.port import NoPrinter, Printer, PrinterError, Status

__all__ = ["Devices", "NoPrinter", "Printer", "PrinterError", "Status"]


@dataclass(frozen=True, slots=True)
class Devices:
    """The devices of one machine."""

    printer: Printer = field(default_factory=NoPrinter)
