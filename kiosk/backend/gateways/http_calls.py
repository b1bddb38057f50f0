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
from kiosk.backend.timed_calls import TimedCalls
from kiosk.clock import Clock, Deadline

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
        self._calls = TimedCalls(at_once=at_once)

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
        timeout = urllib3.Timeout(connect=CONNECT_TIMEOUT, read=read_timeout)
        try:
            with self._calls.begin(method, url, body, headers, timeout=timeout, deadline=deadline) as response:
                media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
                return HttpReply(response.status, _read(response), media_type)
        except (NewConnectionError, ConnectTimeoutError) as error:
            raise NothingSentError from error
        except HTTPError as error:
            raise ProviderUnavailableError(type(error).__name__) from error

    def close(self) -> None:
        """Close the connections that are open."""
        self._calls.close()


def _read(response: urllib3.BaseHTTPResponse) -> bytes:
    content = b""
    while chunk := response.read1(4096):
        content += chunk
        if len(content) > MAX_REPLY:
            raise ProviderUnavailableError("a reply too long")
    return content
