"""A receipt printer as far as its language goes: it understands what it is sent, and answers how it is."""

from __future__ import annotations

import os
import pty
import socketserver
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import zxingcpp
from PIL import Image, ImageFont, ImageOps

from kiosk.devices.paper.fonts import FontFile
from kiosk.devices.paper.paper import Paper

WELL = {1: 0x16, 2: 0x12, 3: 0x12, 4: 0x12}
"""What a printer answers that lacks nothing."""


class BuiltInFont(FontFile):
    """Pillow's own letters: the machine that runs the tests may have no font at all."""

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        return cast("ImageFont.FreeTypeFont", ImageFont.load_default(size))


def paper(width: int = 576) -> Paper:
    return Paper(width, BuiltInFont(""))


def scanned(picture: Image.Image) -> list[tuple[str, str]]:
    """Return what a reader reads from a picture: format and text, from above."""
    found = zxingcpp.read_barcodes(picture.convert("L"))
    found.sort(key=lambda code: min(code.position.top_left.y, code.position.bottom_right.y))
    return [(code.format.name, code.text) for code in found]


class ReceiptPrinter:
    """Takes ESC/POS bytes as they come, in pieces of any length. A command that it does not know fails the test."""

    def __init__(self, answers: dict[int, int] | None = None) -> None:
        self.answers = WELL if answers is None else answers
        self.pieces: list[Image.Image] = []
        self.codes: list[str] = []
        self.cuts = 0
        self.unknown: list[bytes] = []
        self._rest = b""
        self._code = b""

    def paper(self) -> Image.Image:
        """Return all that was printed as dots, in one picture with a white edge."""
        edge = 20
        height = sum(piece.height for piece in self.pieces)
        whole = Image.new("1", (max(piece.width for piece in self.pieces) + 2 * edge, height + 2 * edge), 1)
        at = edge
        for piece in self.pieces:
            whole.paste(piece, (edge, at))
            at += piece.height
        return whole

    def feed(self, data: bytes) -> bytes:
        """Take bytes; return what the printer answers to them."""
        self._rest += data
        answer = b""
        while self._rest:
            used, said = self._command(self._rest)
            if not used:
                break
            answer += said
            self._rest = self._rest[used:]
        return answer

    def _command(self, data: bytes) -> tuple[int, bytes]:
        """Obey the first command of `data`; return its length, 0 where it is not there as a whole, and the answer."""
        if len(data) < 2:
            return 0, b""
        match data[:2]:
            case b"\x1b@":
                return 2, b""
            case b"\x10\x04" if len(data) >= 3:
                said = self.answers.get(data[2])
                return 3, b"" if said is None else bytes([said])
            case b"\x1ba" | b"\x1bd" if len(data) >= 3:
                return 3, b""
            case b"\x1dV" if len(data) >= 3:
                self.cuts += 1
                return 3, b""
            case b"\x1dv" if len(data) >= 8:
                return self._raster(data), b""
            case b"\x1d(" if len(data) >= 5:
                return self._symbol(data), b""
        if len(data) > 8:
            self.unknown.append(data[:8])
            return len(data), b""
        return 0, b""

    def _raster(self, data: bytes) -> int:
        across, down = int.from_bytes(data[4:6], "little"), int.from_bytes(data[6:8], "little")
        end = 8 + across * down
        if len(data) < end:
            return 0
        self.pieces.append(
            ImageOps.invert(Image.frombytes("1", (across * 8, down), data[8:end]).convert("L")).convert("1")
        )
        return end

    def _symbol(self, data: bytes) -> int:
        end = 5 + int.from_bytes(data[3:5], "little")
        if len(data) < end:
            return 0
        if data[2:3] == b"k" and data[6] == 80:
            self._code = data[8:end]
        elif data[2:3] == b"k" and data[6] == 81:
            self.codes.append(self._code.decode())
        return end


@contextmanager
def in_a_network(printer: ReceiptPrinter) -> Iterator[str]:
    """Yield the address of a printer on loopback."""

    class Connected(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            while data := self.request.recv(65536):
                answer = printer.feed(data)
                if answer:
                    self.request.sendall(answer)

    with socketserver.TCPServer(("127.0.0.1", 0), Connected) as server:
        serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        serving.start()
        try:
            yield f"network:127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            serving.join()


@contextmanager
def at_a_serial_port(printer: ReceiptPrinter) -> Iterator[str]:
    """Yield the address of a printer behind a pseudo terminal."""
    ours, theirs = pty.openpty()
    tty.setraw(theirs)

    def obey() -> None:
        while True:
            try:
                data = os.read(ours, 65536)
            except OSError:  # the other end was closed
                return
            answer = printer.feed(data)
            if answer:
                os.write(ours, answer)

    obeying = threading.Thread(target=obey)
    obeying.start()
    try:
        yield f"serial:{os.ttyname(theirs)}"
    finally:
        os.close(theirs)
        obeying.join()
        os.close(ours)


def no_call(*_: Any, **__: Any) -> None:
    raise AssertionError("this was not to be asked")
