"""Whether the printer that the settings name answers, and whether there is a font for it."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.commands.findings import Finding, broken, doubtful, fine
from kiosk.devices import Status


def printer() -> Iterator[Finding]:
    """Yield how the printer is; nothing for a terminal without one."""
    from kiosk.platform.machine.paths import NoHomeError
    from kiosk.settings import KioskSettings, SettingsError

    try:
        here = KioskSettings()
    except (SettingsError, NoHomeError):
        return  # reported by the check of the settings
    if not here.printer:
        return
    from kiosk.devices.opening import printer_at
    from kiosk.devices.paper.fonts import NoFontError, font_file

    yield _of(printer_at(here.printer, width=here.printer_width, font=here.printer_font).status(), here.printer)
    try:
        file = font_file(here.printer_font)
        file.at(24)
    except NoFontError:
        yield broken("printer-font", "none")
    else:
        yield fine("printer-font", file=file.path)


def _of(status: Status, address: str) -> Finding:
    match status:
        case Status.OK:
            return fine("printer", address=address)
        case Status.LOW:
            return doubtful("printer", "low", address=address)
        case Status.UNKNOWN:
            return doubtful("printer", "unknown", address=address)
        case Status.OUT:
            return broken("printer", "out", address=address)
        case Status.JAM:
            return broken("printer", "jam", address=address)
        case Status.COVER_OPEN:
            return broken("printer", "cover", address=address)
        case Status.OFF | Status.NONE:
            return broken("printer", "off", address=address)
