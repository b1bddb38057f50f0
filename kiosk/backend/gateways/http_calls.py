"""One call to a gateway over HTTP, bounded in time and size: either a reply, or why there is none.

A connection that could not be made at all is certain: nothing was sent. Everything else that goes wrong leaves open
what the other side did.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from kiosk.backend.gateways.port import ProviderUnavailableError
from kiosk.clock import Clock, Deadline
from kiosk.platform.machine.certificates import system_certificates

CONNECT_TIMEOUT = 3.0
"""Seconds for a connection."""

MAX_REPLY = 64 * 1024
"""Bytes of a reply; a longer one is no answer."""


class NothingSentError(Exception):
    """No connection could be made."""


class HttpReply(NamedTuple):
    """What came back."""

    status: int
    content: bytes
    media_type: str
    """Of `Content-Type`, in small letters, without its parameters; empty where there is none."""


class HttpCalls:
    """The connection pool of one gateway; no other gateway waits for it."""

    def __init__(self, clock: Clock, *, at_once: int = 8) -> None:
        self._clock = clock
        self._pool = urllib3.PoolManager(maxsize=at_once, retries=False, ssl_context=system_certificates())

    def send(
        self,
        method: str,
        url: str,
        body: bytes | None,
        headers: Mapping[str, str],
        *,
        read_timeout: float,
        within: float,
    ) -> tuple[int, bytes]:
        """Return the status and the body of a reply; otherwise as `exchange`."""
        reply = self.exchange(method, url, body, headers, read_timeout=read_timeout, within=within)
        return reply.status, reply.content

    def exchange(
        self,
        method: str,
        url: str,
        body: bytes | None,
        headers: Mapping[str, str],
        *,
        read_timeout: float,
        within: float,
    ) -> HttpReply:
        """Return a reply.

        `read_timeout` bounds each silence and `within` the whole call, in seconds, so that a reply that trickles in one
        byte at a time is cut off too. Raise `NothingSentError` or `ProviderUnavailableError`.
        """
        deadline = Deadline.after(self._clock, within)
        try:
            response = self._pool.urlopen(
                method,
                url,
                body=body,
                # A kept connection may be closed by the other side at the very moment of sending; then no one would
                # know whether it was read.
                headers={**headers, "Accept-Encoding": "identity", "Connection": "close"},
                timeout=urllib3.Timeout(connect=CONNECT_TIMEOUT, read=read_timeout),
                redirect=False,
                preload_content=False,
            )
            with response:
                media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
                return HttpReply(response.status, _read(response, deadline), media_type)
        except (NewConnectionError, ConnectTimeoutError) as error:
            raise NothingSentError from error
        except HTTPError as error:
            raise ProviderUnavailableError(type(error).__name__) from error

    def close(self) -> None:
        """Close the connections that are open."""
        self._pool.clear()


def _read(response: urllib3.BaseHTTPResponse, deadline: Deadline) -> bytes:
    content = b""
    while chunk := response.read1(4096):
        content += chunk
        if len(content) > MAX_REPLY:
            raise ProviderUnavailableError("a reply too long")
        if deadline.passed:
            raise ProviderUnavailableError("a reply too slow")
    return content
