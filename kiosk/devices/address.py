"""Where a printer is: `network:192.0.2.7:9100`, `usb:04b8:0202`, `serial:/dev/ttyUSB0`, `file:FOLDER`, `cups:NAME`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

PORT = 9100
"""Where receipt printers in a network listen."""
BAUD = 9600
BAUDS = (9600, 19200, 38400, 57600, 115200)


@dataclass(frozen=True, slots=True)
class Network:
    """A receipt printer with a network address."""

    host: str
    port: int = PORT


@dataclass(frozen=True, slots=True)
class Usb:
    """A receipt printer by the numbers of its vendor and product, as `lsusb` shows them."""

    vendor: int
    product: int


@dataclass(frozen=True, slots=True)
class Serial:
    """A receipt printer at a serial port."""

    device: str
    baud: int = BAUD


@dataclass(frozen=True, slots=True)
class Folder:
    """No printer: pictures of the paper in a folder, for developers."""

    path: Path


@dataclass(frozen=True, slots=True)
class Cups:
    """An ordinary printer, by the name that `lpstat -e` shows."""

    name: str


Address = Network | Usb | Serial | Folder | Cups

FORMS = "network:HOST[:PORT], usb:VENDOR:PRODUCT, serial:DEVICE[@BAUD], file:FOLDER or cups:NAME"


def parse(text: str) -> Address:
    """Return what an address means; raise `ValueError`, whose text says what is wrong with it.

    >>> parse("network:192.0.2.7")
    Network(host='192.0.2.7', port=9100)
    >>> parse("serial:/dev/ttyUSB0@19200")
    Serial(device='/dev/ttyUSB0', baud=19200)
    """
    kind, _, rest = text.partition(":")
    if kind == "network" and (found := _HOST.fullmatch(rest)):
        port = int(found["port"] or PORT)
        if not 0 < port < 65536:
            raise ValueError("a port is a number from 1 to 65535")
        return Network(found["host"], port)
    if kind == "usb" and (found := _IDS.fullmatch(rest)):
        return Usb(int(found["vendor"], 16), int(found["product"], 16))
    if kind == "serial" and (found := _DEVICE.fullmatch(rest)):
        baud = int(found["baud"] or BAUD)
        if baud not in BAUDS:
            raise ValueError(f"a serial printer's speed is one of {', '.join(map(str, BAUDS))}")
        return Serial(found["device"], baud)
    if kind == "file" and rest and "\0" not in rest:
        return Folder(Path(rest).expanduser())
    if kind == "cups" and _QUEUE.fullmatch(rest):
        return Cups(rest)
    raise ValueError(f"a printer is {FORMS}")


_HOST = re.compile(r"(?P<host>[A-Za-z0-9]([A-Za-z0-9.-]{0,252}))(:(?P<port>[0-9]{1,5}))?", re.ASCII)
_IDS = re.compile(r"(?P<vendor>[0-9A-Fa-f]{4}):(?P<product>[0-9A-Fa-f]{4})", re.ASCII)
_DEVICE = re.compile(r"(?P<device>/[^\0@]+)(@(?P<baud>[0-9]{1,6}))?", re.ASCII)
_QUEUE = re.compile(r"[A-Za-z0-9_.][A-Za-z0-9_.-]{0,126}", re.ASCII)
"""As CUPS has them; none begins with a dash, which `lp` would take for an option."""
