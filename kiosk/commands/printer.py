"""`kiosk printer test`: a page with letters and codes, and how the printer is."""

from __future__ import annotations

from kiosk.commands.exits import Exit
from kiosk.commands.output import print_json, print_line
from kiosk.commands.speech import tell, texts
from kiosk.commands.terminal import language_of
from kiosk.devices import PrinterError, Status
from kiosk.devices.opening import printer_at
from kiosk.domain.document import Code, CodeKind, Document, Entry
from kiosk.i18n import Message, say
from kiosk.settings import KioskSettings

SCHEMA = "kiosk.printer/1"
"""Named in the JSON object. Keys may be added under this name, never changed or taken away."""

CODE = "HTTPS://EXAMPLE.TW/R/TEST"
BARS = ("000000000", "0000000000000000", "000000000000000")
"""As long as those of a store; no store takes them."""


def try_out(*, as_json: bool, language: str | None) -> int:
    """Print the page; return 0 if it came out, 1 if not. Raise `SettingsError`."""
    here, words = KioskSettings(), texts(language_of(language))
    if not here.printer:
        tell(words, say("printer-test-none"))
        return Exit.FAILED
    printer = printer_at(here.printer, width=here.printer_width, font=here.printer_font)
    try:
        printer.print(_page(here.printer, here.printer_width).said(words.said))
    except PrinterError as error:
        tell(words, say("printer-test-failed", reason=str(error)))
        return Exit.FAILED
    status = printer.status()
    if as_json:
        print_json({"schema": SCHEMA, "printer": here.printer, "status": status.value})
    else:
        print_line(words(of_status(status)))
    return Exit.DONE


def of_status(status: Status) -> Message:
    """Return how a printer is, in words."""
    match status:
        case Status.OK:
            return say("printer-ok")
        case Status.LOW:
            return say("printer-low")
        case Status.OUT:
            return say("printer-out")
        case Status.JAM:
            return say("printer-jam")
        case Status.COVER_OPEN:
            return say("printer-cover-open")
        case Status.OFF:
            return say("printer-off")
        case Status.UNKNOWN:
            return say("printer-unknown")
        case Status.NONE:
            return say("printer-test-none")


def _page(address: str, width: int) -> Document[Message | str]:
    return Document(
        say("printer-test-title"),
        facts=(Entry(say("printer-test-address"), address), Entry(say("printer-test-width"), str(width))),
        total=Entry(say("printer-test-letters"), "車牌 ABC-1234", strong=True),
        codes=(*(Code(CodeKind.CODE_39, text) for text in BARS), Code(CodeKind.QR, CODE)),
        notes=(say("printer-test-note"),),
    )
