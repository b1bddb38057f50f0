"""Receipt printers that speak ESC/POS, in a network, at USB or at a serial port."""

from __future__ import annotations

import logging
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from kiosk.devices import address
from kiosk.devices.escpos_status import FAULT, OFFLINE, PAPER, status_of
from kiosk.devices.paper import codes
from kiosk.devices.paper.fonts import NoFontError
from kiosk.devices.paper.paper import Paper, Strip
from kiosk.devices.port import PrinterError, Status
from kiosk.domain.document import CodeKind, Document

if TYPE_CHECKING:
    from escpos.escpos import Escpos
    from PIL import Image

_ANSWER = 1.0
"""Seconds that a printer is given to say how it is."""
_PATIENCE = 5.0
"""Seconds that it is given to take what is sent."""
_FRAGMENT = 256
"""Rows of dots in one piece: cheap printers take no larger ones."""
_DLE_EOT = b"\x10\x04"


def opened(place: address.Network | address.Usb | address.Serial, paper: Paper) -> EscposPrinter:
    """Return the printer at an address (`kiosk.devices.address`)."""
    return EscposPrinter(place, paper)


class EscposPrinter:
    """One receipt printer. It is opened for each document and each question: others may print there too."""

    def __init__(self, place: address.Network | address.Usb | address.Serial, paper: Paper) -> None:
        self._place, self._paper = place, paper
        self._one_at_a_time = threading.Lock()

    def status(self) -> Status:
        try:
            with self._open() as printer:
                return _asked(printer)
        except PrinterError as error:
            return error.status

    def print(self, document: Document[str]) -> None:
        try:
            strips = list(self._paper.strips(document))
        except NoFontError as error:
            raise PrinterError(Status.OFF, str(error)) from None
        with self._open() as printer:
            before = _asked(printer)
            if not before.prints:
                raise PrinterError(before, f"the printer says: {before.value}")
            printer.hw("INIT")
            for strip in _joined(strips):
                _send(printer, strip, self._paper.width)
            printer.cut()
            after = _asked(printer)
            if not after.prints:
                raise PrinterError(after, f"the printer stopped: {after.value}")

    @contextmanager
    def _open(self) -> Iterator[Escpos]:
        """Open the printer for a while; raise `PrinterError` for whatever the line or the library says."""
        library = _library()
        with self._one_at_a_time:
            printer = self._profiled(self._made(library))
            try:
                self._connect(printer)
                yield printer
            except (library.exceptions.Error, OSError, ValueError) as error:
                # ValueError: libusb is missing (NoBackendError). The message may quote an address, and nothing else.
                raise PrinterError(Status.OFF, f"the printer is not reached: {type(error).__name__}") from None
            finally:
                _closed(printer)

    def _connect(self, printer: Any) -> None:
        match self._place:
            case address.Network(host, port):
                # The library's own way leaves its socket open where nothing listens, and knows only IPv4.
                printer.device = socket.create_connection((host, port), timeout=_PATIENCE)
            case address.Serial():
                printer.open()
                # A printer that is off holds the line: without it, writing would wait for ever.
                printer.device.write_timeout = _PATIENCE
            case address.Usb():
                printer.open()

    def _made(self, library: Any) -> Any:
        match self._place:
            case address.Network(host, port):
                return library.printer.Network(host, port, timeout=_PATIENCE)
            case address.Serial(device, baud):
                return library.printer.Serial(device, baudrate=baud, timeout=_ANSWER)
            case address.Usb(vendor, product):
                return library.printer.Usb(vendor, product, timeout=int(_PATIENCE * 1000), **_ends(vendor, product))

    def _profiled(self, printer: Any) -> Any:
        """Tell the library how wide the paper is: where it does not know, it says so on the terminal."""
        known = printer.profile.profile_data
        printer.profile.profile_data = {**known, "media": {"width": {"pixels": self._paper.width}}}
        return printer


@cache
def _library() -> Any:
    """Return the library, loaded without what it leaves behind: a folder of its own, and a log on the terminal."""
    handlers = list(logging.root.handlers)
    import escpos
    import escpos.exceptions
    import escpos.printer
    from escpos import capabilities

    for handler in set(logging.root.handlers) - set(handlers):
        logging.root.removeHandler(handler)
    shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
    return escpos


def _ends(vendor: int, product: int) -> dict[str, int]:
    """Return a USB printer's end points as its own description has them; nothing where it is not there."""
    import usb.core
    import usb.util

    try:
        device = usb.core.find(idVendor=vendor, idProduct=product)
        points = [] if device is None else [point for use in device.get_active_configuration() for point in use]
    except (usb.core.USBError, usb.core.NoBackendError):
        return {}
    found: dict[str, int] = {}
    for point in points:
        inward = usb.util.endpoint_direction(point.bEndpointAddress) == usb.util.ENDPOINT_IN
        found.setdefault("in_ep" if inward else "out_ep", point.bEndpointAddress)
    return found


def _closed(printer: Any) -> None:
    try:
        printer.close()
    except OSError:
        # It was pulled out: there is nothing to close any more.
        printer._device = False  # noqa: SLF001  the library would try again when it is collected


def _asked(printer: Any) -> Status:
    """Ask a printer how it is. Its silence is not a fault: many do not answer."""
    paper = _answer(printer, PAPER)
    if paper is None:
        return Status.UNKNOWN  # the others would not be answered either, and each silence takes its time
    return status_of(_answer(printer, OFFLINE), _answer(printer, FAULT), paper)


def _answer(printer: Any, number: int) -> int | None:
    device = printer.device
    waits = hasattr(device, "settimeout")
    if waits:
        device.settimeout(_ANSWER)
    try:
        if hasattr(device, "in_waiting"):
            # A serial port. The library would wait for fifteen bytes more than the one that comes.
            device.write(_DLE_EOT + bytes([number]))
            answer = bytes(device.read(1))
        else:
            answer = bytes(printer.query_status(_DLE_EOT + bytes([number])))
    except TimeoutError:
        return None
    except OSError as error:
        if "timeout" in str(error).lower() or "timed out" in str(error).lower():
            return None  # as pyusb says it
        raise
    finally:
        if waits:
            device.settimeout(_PATIENCE)
    return answer[-1] if answer else None


def _joined(strips: list[Strip]) -> Iterator[Strip]:
    """Yield the strips, letters that stand below each other in one piece."""
    from PIL import Image

    together: list[Image.Image] = []

    def whole() -> Strip:
        picture = Image.new("1", (together[0].width, sum(one.height for one in together)), 1)
        at = 0
        for one in together:
            picture.paste(one, (0, at))
            at += one.height
        together.clear()
        return Strip(picture)

    for strip in strips:
        if strip.code is None:
            together.append(strip.picture)
            continue
        if together:
            yield whole()
        yield strip
    if together:
        yield whole()


def _send(printer: Any, strip: Strip, width: int) -> None:
    """Send a strip: QR codes as text, which the printer draws sharply by itself, all else as dots."""
    if strip.code is not None and strip.code.kind is CodeKind.QR:
        printer.set(align="center")
        printer.qr(strip.code.text, ec=1, size=codes.module_of(strip.code.text, width), native=True)
        printer.set(align="left")
        return
    printer.image(strip.picture, fragment_height=_FRAGMENT)
