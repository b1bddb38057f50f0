"""One bounded HTTP call to an identity provider: no redirects, no retries, no reply without end."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import urllib3
from urllib3.exceptions import HTTPError

from kiosk.backend.identities.port import IdentityDownError
from kiosk.backend.timed_calls import TimedCalls
from kiosk.clock import Clock, Deadline

CONNECT_TIMEOUT = 2.0
READ_TIMEOUT = 4.0
DEADLINE = 5.0
"""Seconds for a whole call. A reply that trickles in one byte at a time is cut off too."""
MAX_REPLY = 64 * 1024


class Exchange:
    """Calls with one pool of connections."""

    def __init__(self, clock: Clock, *, read_timeout: float = READ_TIMEOUT) -> None:
        self._clock = clock
        self._calls = TimedCalls(at_once=4)
        self._timeout = urllib3.Timeout(connect=CONNECT_TIMEOUT, read=read_timeout)

    def get(self, url: str) -> bytes:
        """Return what lies at an address; raise `IdentityDownError` for anything but HTTP 200."""
        status, content = self._call("GET", url, None, {})
        if status != 200:
            raise IdentityDownError(f"HTTP {status}")
        return content

    def post(self, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> tuple[int, bytes]:
        """Send a form; return status and content unless it is a failure of the server; raise `IdentityDownError`."""
        return self._call("POST", url, urlencode(form).encode(), headers)

    def close(self) -> None:
        """Close the connections that are open."""
        self._calls.close()

    def _call(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> tuple[int, bytes]:
        sent = {"Accept": "application/json", **headers}
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        deadline = Deadline.after(self._clock, DEADLINE)
        try:
            with self._calls.begin(method, url, body, sent, timeout=self._timeout, deadline=deadline) as response:
                content = _read(response)
        except HTTPError as error:
            # Not the error itself: it names the address, and an address may hold a code.
            reason = type(error).__name__
        else:
            if response.status >= 500 or 300 <= response.status < 400:
                raise IdentityDownError(f"HTTP {response.status}")
            return response.status, content
        raise IdentityDownError(reason)


def _read(response: urllib3.BaseHTTPResponse) -> bytes:
    content = b""
    while chunk := response.read1(4096):
        content += chunk
        if len(content) > MAX_REPLY:
            raise IdentityDownError("a reply too long")
    return content
