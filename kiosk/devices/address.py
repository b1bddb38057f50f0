"""Where a printer is: `network:192.0.2.7:9100`, `usb:04b8:0202`, `serial:/dev/ttyUSB0`, `file:FOLDER`, `cups:NAME`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
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


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of printer, as far as its address goes."""

    form: str
    """What stands after its name and a colon."""
    read: Callable[[str], object | None]
    """Returns what that means, None if it has another form; raises `ValueError` with a sentence of its own."""
    module: str
    """Has `opened(place, paper)`, which returns the printer: what `read` has returned, and the paper to draw on."""
    shown: str
    """An example, for the reference of the settings."""


def parse(text: str) -> tuple[Kind, object]:
    """Return the kind of printer that an address is for, and where it is.

    Raise `ValueError`, whose text says what is wrong with the address.

    >>> parse("network:192.0.2.7")[1]
    Network(host='192.0.2.7', port=9100)
    >>> parse("serial:/dev/ttyUSB0@19200")[1]
    Serial(device='/dev/ttyUSB0', baud=19200)
    """
    name, _, rest = text.partition(":")
    kind = KINDS.get(name)
    place = kind.read(rest) if kind is not None else None
    if kind is None or place is None:
        raise ValueError(f"a printer is {forms()}")
    return kind, place


def forms() -> str:
    """Return what addresses look like: `network:HOST[:PORT], usb:VENDOR:PRODUCT or cups:NAME`."""
    *others, last = (f"{name}:{kind.form}" for name, kind in KINDS.items())
    return f"{', '.join(others)} or {last}"


def examples() -> str:
    """Return an example of each address, for the reference of the settings."""
    *others, last = (kind.shown for kind in KINDS.values())
    return f"{', '.join(others)}, or {last}"


def _network(rest: str) -> Network | None:
    if not (found := _HOST.fullmatch(rest)):
        return None
    port = int(found["port"] or PORT)
    if not 0 < port < 65536:
        raise ValueError("a port is a number from 1 to 65535")
    return Network(found["host"], port)


def _usb(rest: str) -> Usb | None:
    found = _IDS.fullmatch(rest)
    return Usb(int(found["vendor"], 16), int(found["product"], 16)) if found else None


def _serial(rest: str) -> Serial | None:
    if not (found := _DEVICE.fullmatch(rest)):
        return None
    baud = int(found["baud"] or BAUD)
    if baud not in BAUDS:
        raise ValueError(f"a serial printer's speed is one of {', '.join(map(str, BAUDS))}")
    return Serial(found["device"], baud)


def folder(rest: str) -> Folder | None:
    """Return a folder; None for what is no path; raise `ValueError` for one in a home folder that there is not."""
    if not rest or "\0" in rest:
        return None
    try:
        return Folder(Path(rest).expanduser())
    except RuntimeError:
        raise ValueError("there is no home folder for it: write a whole path") from None


def _cups(rest: str) -> Cups | None:
    return Cups(rest) if _QUEUE.fullmatch(rest) else None


_HOST = re.compile(r"(?P<host>[A-Za-z0-9]([A-Za-z0-9.-]{0,252}))(:(?P<port>[0-9]{1,5}))?", re.ASCII)
_IDS = re.compile(r"(?P<vendor>[0-9A-Fa-f]{4}):(?P<product>[0-9A-Fa-f]{4})", re.ASCII)
_DEVICE = re.compile(r"(?P<device>/[^\0@]+)(@(?P<baud>[0-9]{1,6}))?", re.ASCII)
_QUEUE = re.compile(r"[A-Za-z0-9_.][A-Za-z0-9_.-]{0,126}", re.ASCII)
"""As CUPS has them; none begins with a dash, which `lp` would take for an option."""

_ESCPOS = "kiosk.devices.escpos"

KINDS: Mapping[str, Kind] = {
    "network": Kind("HOST[:PORT]", _network, _ESCPOS, "`network:192.0.2.7:9100`"),
    "usb": Kind("VENDOR:PRODUCT", _usb, _ESCPOS, "`usb:04b8:0202`"),
    "serial": Kind("DEVICE[@BAUD]", _serial, _ESCPOS, "`serial:/dev/ttyUSB0@19200`"),
    "cups": Kind("NAME", _cups, "kiosk.devices.cups", "`cups:NAME`"),
    "file": Kind("FOLDER", folder, "kiosk.devices.folder", "`file:FOLDER` for pictures of the paper"),
}
"""Every kind of printer: a file each, and its line here."""
