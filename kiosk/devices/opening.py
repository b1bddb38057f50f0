"""The printer that the settings name. What a kind of printer needs is loaded when it first prints."""

from __future__ import annotations

from importlib import import_module

from kiosk.devices import address
from kiosk.devices.port import NoPrinter, Printer


def printer_at(text: str, *, width: int, font: str = "") -> Printer:
    """Return the printer at an address, none for an empty one; raise `ValueError`. Nothing is asked of it yet.

    `width` is that of its paper in dots of 1/8 mm, `font` a file with Chinese letters, empty for the system's.
    """
    if not text:
        return NoPrinter()
    kind, place = address.parse(text)
    # Imported here: a machine without a printer loads neither Pillow nor the printers' library.
    from kiosk.devices.paper.paper import Paper

    paper = Paper(width, font)
    printer: Printer = import_module(kind.module).opened(place, paper)
    return printer
