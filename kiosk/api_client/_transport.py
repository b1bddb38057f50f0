"""Bytes to the backend and back. The only module that imports httpx; none of its exceptions leaves here."""

from __future__ import annotations

import asyncio
import logging
import re
import socket
import ssl
import sys
from collections.abc import AsyncGenerator, Mapping
from typing import TYPE_CHECKING, Any, cast

from pydantic import SecretStr

from kiosk import __version__
from kiosk.api_client._exchange import BadReply, Exchange, NoReply, Outcome, Reply
from kiosk.api_client._exchanges import Exchanges, outlasting
from kiosk.api_client._unconnected import unconnected
from kiosk.api_client.errors import Fault, Unreached
from kiosk.contract.headers import AUTHORIZATION
from kiosk.domain.web_address import of_backend
from kiosk.platform.machine.certificates import system_certificates

if TYPE_CHECKING:
    from types import ModuleType

# httpx brings a command line, and with it click, pygments and a third of its import time, wherever click is installed.
# A None in sys.modules makes that one import fail as it does where click is missing, which httpx provides for.
_no_command_line = "httpx._main" not in sys.modules
if _no_command_line:
    sys.modules["httpx._main"] = cast("ModuleType", None)
import httpx  # noqa: E402

if _no_command_line:
    del sys.modules["httpx._main"]

# Otherwise imported by the first request, 30 ms in the middle of a visitor's first look-up.
import anyio  # noqa: E402
import anyio._backends._asyncio  # noqa: E402

LARGEST = 2 * 1024 * 1024
"""Bytes of a body. 300 bills are 120 kB."""

_CONNECT = 3.0

KEEP_ALIVE = 70.0
"""Seconds that an idle connection is kept: longer than from one report to the next, and less than the 75 seconds after
which the backend closes it."""
if sys.platform == "darwin":
    _IDLE = socket.TCP_KEEPALIVE
else:
    _IDLE = socket.TCP_KEEPIDLE
_KEPT_ALIVE = [
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    (socket.IPPROTO_TCP, _IDLE, 10),
    (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 3),
    (socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 3),
]
"""A connection whose other end has gone without a word (a router that was switched off) is noticed after 20 seconds of
rest, and no request is sent on it."""
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*\Z")


class StreamLostError(Exception):
    """A stream ended otherwise than by its server's will."""


class Stream:
    """The body of a reply, chunk by chunk. One reader at a time."""

    def __init__(self, response: httpx.Response, exchanges: Exchanges) -> None:
        self._response = response
        self._exchanges = exchanges
        self._chunks = cast("AsyncGenerator[bytes, None]", response.aiter_raw())

    async def read(self) -> bytes:
        """Wait for the next chunk; return nothing at the end; raise `StreamLostError`."""
        try:
            return await anext(self._chunks, b"")
        except _FAILURES:
            pass
        raise StreamLostError

    async def aclose(self) -> None:
        await self._exchanges.run(self._close())

    async def _close(self) -> None:
        await self._chunks.aclose()
        await self._response.aclose()


class _Handshake:
    """Closes what is connected where TLS is called off before it is agreed.

    httpcore closes it only where the handshake fails by itself (`except Exception` in `AnyIOStream.start_tls`, 1.0.9;
    not reported). `trace` is its extension of that name, called at each step of one request.
    """

    def __init__(self) -> None:
        self._connected: Any = None

    async def trace(self, step: str, about: Mapping[str, Any]) -> None:
        if step == "connection.connect_tcp.complete":
            self._connected = about["return_value"]
        elif step == "connection.start_tls.failed":
            with anyio.CancelScope(shield=True):
                await self._connected.aclose()


class Transport:
    """One pool of connections to one backend. The token goes nowhere else: redirects are not followed."""

    def __init__(
        self, base_url: str, token: str | SecretStr, *, handler: httpx.AsyncBaseTransport | None = None
    ) -> None:
        """Raise `ValueError` for an address or a token that cannot be one; the text does not hold it.

        `handler` takes the place of the network in tests.
        """
        self.base_url = _checked_url(base_url)
        self._token = SecretStr("")
        self.use_token(token if isinstance(token, SecretStr) else SecretStr(token))
        self._handler = handler
        self._client: httpx.AsyncClient | None = None
        self._exchanges = Exchanges()
        # At INFO they write whole addresses, at DEBUG headers.
        for noisy in ("httpx", "httpcore"):
            logging.getLogger(noisy).setLevel(logging.WARNING)

    def use_token(self, token: SecretStr) -> None:
        """Send this token from now on, none if it is empty; raise `ValueError` for what cannot be one."""
        if token.get_secret_value() and not _TOKEN.match(token.get_secret_value()):
            raise ValueError("the device token holds characters that no token has")
        self._token = token

    @property
    def token(self) -> SecretStr:
        """Return what is sent with each request; empty for nothing."""
        return self._token

    async def open(self) -> None:
        """Make the client."""
        verify = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # no trusted authority, no cost; never used for http
        if self.base_url.startswith("https:") and self._handler is None:
            verify = await asyncio.to_thread(system_certificates)  # importing what knows them takes a while
        self._client = httpx.AsyncClient(
            transport=self._handler
            or httpx.AsyncHTTPTransport(
                verify=verify,
                trust_env=False,  # a proxy meant for browsers must not see the terminal's token
                # Twenty cities are asked at once, and nothing else waits for them.
                limits=httpx.Limits(max_connections=50, max_keepalive_connections=5, keepalive_expiry=KEEP_ALIVE),
                socket_options=_KEPT_ALIVE,
            ),
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(None, connect=_CONNECT),
        )

    async def aclose(self) -> None:
        """Close all connections, even if the closing task is cancelled again, as an ending app does."""
        closing = asyncio.create_task(self._close())
        await outlasting({closing})
        closing.result()

    async def _close(self) -> None:
        if self._client is not None:
            await self._exchanges.ended()
            await self._client.aclose()
            self._client = None

    async def send(self, exchange: Exchange, *, within: float) -> Outcome:
        """Send a request once and read its whole answer in `within` seconds, however slowly the bytes drip."""
        return await self._exchanges.run(self._send(exchange, within))

    async def _send(self, exchange: Exchange, within: float) -> Outcome:
        with anyio.move_on_after(within):
            opened = await self._open(exchange)
            if not isinstance(opened, httpx.Response):
                return opened
            return await _whole(opened)
        return NoReply(None, sent=True)

    async def stream(self, exchange: Exchange, *, media_type: str, within: float) -> tuple[Outcome, Stream | None]:
        """Send a request; return its head and, if that is a 200 of `media_type`, the stream of its body, to be closed.

        `within` bounds the time until the head, not the stream.
        """
        return await self._exchanges.run(self._stream(exchange, media_type, within))

    async def _stream(self, exchange: Exchange, media_type: str, within: float) -> tuple[Outcome, Stream | None]:
        with anyio.move_on_after(within):
            opened = await self._open(exchange)
            if not isinstance(opened, httpx.Response):
                return opened, None
            head = Reply(opened.status_code, _headers(opened), b"")
            if head.status == httpx.codes.OK and head.media_type == media_type:
                return head, Stream(opened, self._exchanges)
            return await _whole(opened), None
        return NoReply(None, sent=True), None

    async def _open(self, exchange: Exchange) -> httpx.Response | NoReply:
        if self._client is None:
            raise RuntimeError("the client is used outside of its `async with`")
        headers = {
            "Accept-Encoding": "identity",  # 300 kB of zeros unpack to 300 MB
            "User-Agent": f"parking-kiosk/{__version__}",
            **exchange.headers,
        }
        if self._token.get_secret_value():
            headers[AUTHORIZATION] = f"Bearer {self._token.get_secret_value()}"
        request = self._client.build_request(
            exchange.method,
            self.base_url + exchange.path,
            headers=headers,
            content=exchange.body,
            extensions={"trace": _Handshake().trace} if self.base_url.startswith("https:") else {},
        )
        try:
            return await self._client.send(request, stream=True)
        except _FAILURES as error:
            return _no_reply(error)


_FAILURES = (httpx.HTTPError, httpx.StreamError, anyio.EndOfStream, ssl.SSLError, OSError)
"""What a request may fail with. The last three are what httpcore is known to let through unmapped."""


def _no_reply(error: Exception) -> NoReply:
    match error:
        case httpx.ConnectError():
            return NoReply(unconnected(error), sent=False)
        case httpx.ConnectTimeout() | httpx.PoolTimeout():
            return NoReply(Unreached.SILENT, sent=False)
        case _:
            return NoReply(Unreached.DROPPED, sent=True)


async def _whole(response: httpx.Response) -> Outcome:
    status = response.status_code
    body = bytearray()
    try:
        if response.headers.get("content-encoding", "identity").strip().lower() != "identity":
            return BadReply(status, Fault.ENCODING)
        async for chunk in response.aiter_raw():
            if len(body) + len(chunk) > LARGEST:
                return BadReply(status, Fault.TOO_LARGE)
            body += chunk
    except _FAILURES as error:
        return _no_reply(error)
    finally:
        await response.aclose()
    return Reply(status, _headers(response), bytes(body))


def _headers(response: httpx.Response) -> Mapping[str, str]:
    return {name.lower(): value for name, value in response.headers.items()}


def _checked_url(base_url: str) -> str:
    parts = of_backend(base_url)
    url = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
    try:
        httpx.URL(url).host  # noqa: B018  an IDN is only read, and may prove to be none, here
    except (httpx.InvalidURL, ValueError):
        raise ValueError("the host in the backend's address is no IDN") from None
    return url
