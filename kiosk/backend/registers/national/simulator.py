"""Simulated counties and cities, which answer over HTTP as the specification says, and as was seen.

Nothing outside can be called from a machine of developers. Here every city has a port of its own on this machine,
counts calls (one a second, then HTTP 429), and treats its callers as a test wants.
"""

from __future__ import annotations

import json
import re
import socket
import threading
import zlib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from enum import StrEnum
from typing import Any

import anyio
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from kiosk.backend.registers.national.cities import City
from kiosk.clock import Clock
from kiosk.domain.dates import taipei_date

_ASKED = re.compile(r".*/(?i:carid)/(?P<plate>[^/]+)/(?i:cartype)/(?P<type>[^/]+)")
_TOO_SOON = 0.9
"""Seconds: a little less than the limit, for clocks on the way differ."""

Owed = Callable[[str, str, str], Mapping[str, Any] | None]
"""From a city's code, a plate and a type, the `Result` of V1.03; None where nothing is owed."""


class Manner(StrEnum):
    """How a city treats its callers."""

    PLAIN = "plain"
    """As the specification says."""
    MARKED = "marked"
    """With a byte order mark."""
    LOOSE = "loose"
    """Numbers as text with commas, no sum to pay, null for an empty list."""
    FAILS_FIRST = "fails-first"
    """HTTP 500 at the first call, then the plain answer."""
    SILENT = "silent"
    TRICKLE = "trickle"
    """A byte a second."""
    REDIRECT = "redirect"
    UNAUTHORIZED = "401"
    FORBIDDEN = "403"
    MISSING = "404"
    BAD_REQUEST = "400"
    TEAPOT = "418"
    TOO_MANY = "429"
    BROKEN = "500"
    BAD_GATEWAY = "502"
    MAINTENANCE = "503"
    PAGE = "page"
    """A page for people, with HTTP 200."""
    EMPTY = "empty"
    NULL = "null"
    CUT = "cut"
    ENDLESS = "endless"
    NO_PLATE = "ERR01"
    BAD_PLATE = "ERR02"
    BAD_TYPE = "ERR03"
    OTHER_VEHICLE = "other-vehicle"
    TOP_LEVEL = "top-level"
    """The lists beside the status instead of in the result."""


_PAGE = "<html><body>系統維護中</body></html>"

DEMO = {"ILA": Manner.MARKED, "TXG": Manner.LOOSE, "KHH": Manner.FAILS_FIRST, "MIA": Manner.PAGE, "PEN": Manner.SILENT}
"""How cities of the demo differ from the plain one: three quirks, and two that cannot be asked."""


class SimulatedCities:
    """Cities on ports of this machine, between entering and leaving `served`."""

    def __init__(
        self, clock: Clock, owed: Owed, manners: Mapping[str, Manner], beside: Sequence[BaseRoute] = ()
    ) -> None:
        """`beside` is what else every city has at its port."""
        self._clock = clock
        self._owed = owed
        self._manners = manners
        self._cities: dict[int, str] = {}
        self._called: dict[int, float] = {}
        self.calls: list[tuple[str, str]] = []
        """Each call, as a city's code and the path with its query."""
        self.app = Starlette(routes=[*beside, Route("/{path:path}", self._answer, methods=["GET"])])

    @contextmanager
    def served(self, cities: Sequence[City]) -> Iterator[tuple[City, ...]]:
        """Answer for these cities, and give them back with addresses on this machine."""
        sockets = {city.code: _listening() for city in cities if not city.off}
        ports = {code: one.getsockname()[1] for code, one in sockets.items()}
        self._cities = {port: code for code, port in ports.items()}
        server = uvicorn.Server(
            uvicorn.Config(
                self.app, log_config=None, access_log=False, lifespan="off", ws="none", timeout_graceful_shutdown=1
            )
        )
        thread = threading.Thread(
            target=server.run, kwargs={"sockets": list(sockets.values())}, name="cities", daemon=True
        )
        thread.start()
        try:
            yield tuple(_moved(city, ports[city.code]) if city.code in ports else city for city in cities)
        finally:
            server.should_exit = True
            thread.join()
            for one in sockets.values():
                one.close()

    async def _answer(self, request: Request) -> Response:
        port = request.scope["server"][1]
        code, now = self._cities[port], self._clock.monotonic()
        self.calls.append((code, request.url.path))
        too_soon = now - self._called.get(port, -1e9) < _TOO_SOON
        first = port not in self._called
        self._called[port] = now
        if too_soon:
            return PlainTextResponse("<html>Too Many Requests</html>", 429)
        manner = self._manners.get(code, Manner.PLAIN)
        if manner is Manner.SILENT:
            while (await request.receive())["type"] != "http.disconnect":
                pass  # until the caller gives up
        if manner is Manner.FAILS_FIRST:
            manner = Manner.BROKEN if first else Manner.PLAIN
        if manner.value.isdecimal():
            return PlainTextResponse(_PAGE, int(manner.value))
        return self._content(code, manner, request)

    def _content(self, code: str, manner: Manner, request: Request) -> Response:
        asked = _ASKED.fullmatch(request.url.path)
        if asked is None:
            return PlainTextResponse("<html>Not Found</html>", 404)
        plate, type = asked["plate"], asked["type"]
        if manner is Manner.REDIRECT:
            return RedirectResponse(f"https://login.example.tw/{code}")
        if manner is Manner.OTHER_VEHICLE:
            plate = "ZZZ-9999"
        if type not in ("C", "M", "O"):
            manner = Manner.BAD_TYPE
        if manner.value.startswith("ERR"):
            return JSONResponse({"Status": manner.value, "Message": "查詢失敗", "Result": None})
        result = self._owed(code, plate, type)
        if manner is Manner.OTHER_VEHICLE and result is None:
            result = _nothing(code, plate, type)
        if manner is Manner.TOP_LEVEL:
            return JSONResponse({"Status": "SUCCESS", "Message": "查詢成功", "Bills": [], "Reminders": []})
        if manner is Manner.LOOSE and result is not None:
            result = _loose(result)
        body = json.dumps({"Status": "SUCCESS", "Message": "查詢成功", "Result": result}, ensure_ascii=False).encode()
        return self._sent(manner, body)

    def _sent(self, manner: Manner, body: bytes) -> Response:
        match manner:
            case Manner.PAGE:
                return Response(_PAGE, media_type="text/html")
            case Manner.EMPTY:
                body = b""
            case Manner.NULL:
                body = b"null"
            case Manner.MARKED:
                body = b"\xef\xbb\xbf" + body
            case Manner.CUT:
                body = body[:-5]
            case Manner.ENDLESS:
                body = body + b" " * 2 * 1024 * 1024
            case Manner.TRICKLE:
                return StreamingResponse(_drops(body), media_type="application/json")
        return Response(body, media_type="application/json")


async def _drops(body: bytes) -> AsyncIterator[bytes]:
    for place in range(len(body)):
        yield body[place : place + 1]
        await anyio.sleep(1)


def synthetic(clock: Clock) -> Owed:
    """Return what made-up vehicles owe in the demo: one city in four has something, always the same of a plate."""

    def owed(code: str, plate: str, type: str) -> Mapping[str, Any] | None:
        drawn = zlib.crc32(f"{code} {plate.upper()} {type}".encode())
        if drawn % 4:
            return None
        today = taipei_date(clock.now())
        parked = today - timedelta(days=3 + drawn // 4 % 10)
        dollars = 20 + drawn // 7 % 9 * 10
        hours = dollars / 20 if type == "C" else -1
        bill = _bill(f"{code}{drawn % 10**9:09}", parked, dollars, hours=hours)
        late = _bill(f"{code}{(drawn + 1) % 10**9:09}", parked - timedelta(days=40), 60, status=2)
        reminder = {
            "ReminderNo": f"{drawn % 10**9:09}", "ReminderLimitDate": f"{today + timedelta(days=12)}", "Amount": 60,
            "ExtraCharge": 15, "PayAmount": 75, "Bills": [late], "IsProsecuted": 0, "ProsecuteLimitDate": "",
        }  # fmt: skip
        reminders = [reminder] if drawn % 3 == 0 else []
        return _nothing(code, plate, type) | {
            "TotalCount": 1 + len(reminders), "TotalAmount": bill["PayAmount"] + 75 * len(reminders),
            "Bills": [bill], "Reminders": reminders, "UpdateTime": clock.now().isoformat(timespec="seconds"),
        }  # fmt: skip

    return owed


def _bill(number: str, parked: Any, dollars: int, *, status: int = 0, hours: float = -1) -> dict[str, Any]:
    return {
        "BillNo": number, "ParkingDate": f"{parked}", "PayLimitDate": f"{parked + timedelta(days=15)}",
        "BillStatus": status, "ParkingHours": hours, "Amount": dollars, "PayAmount": dollars,
    }  # fmt: skip


def _nothing(code: str, plate: str, type: str) -> dict[str, Any]:
    return {
        "CarID": plate, "CarType": type, "TotalCount": 0, "TotalAmount": 0, "Bills": [], "Reminders": [],
        "CityCode": code, "AuthorityCode": code, "UpdateTime": "",
    }  # fmt: skip


def _loose(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _loose(one) for key, one in value.items() if key != "PayAmount"}
    if isinstance(value, list):
        return [_loose(one) for one in value] or None
    return f"{value:,}" if isinstance(value, int) else value


def _listening() -> socket.socket:
    listening = socket.create_server(("127.0.0.1", 0), backlog=128)
    listening.setblocking(False)
    return listening


def _moved(city: City, port: int) -> City:
    """Return a city whose paths are the same, on a port of this machine."""
    moved = tuple(re.sub(r"^https?://[^/]+", f"http://127.0.0.1:{port}", address) for address in city.addresses)
    return city.model_copy(update={"addresses": moved})
