"""A form sent to a gateway, and its short text reply. What did not come back clearly is unsure, never "not sent"."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from kiosk.backend.messages.port import GatewayError, Trouble
from kiosk.backend.timed_calls import TimedCalls
from kiosk.clock import Clock, Deadline

CONNECT_TIMEOUT = 3.0
READ_TIMEOUT = 6.0
DEADLINE = 8.0
"""Seconds for a whole call. A reply that trickles in one byte at a time is cut off too."""

MAX_REPLY = 16 * 1024


class FormPost:
    """The interface of one gateway under `base_url`."""

    def __init__(self, base_url: str, *, clock: Clock, read_timeout: float = READ_TIMEOUT) -> None:
        self._base_url = base_url.rstrip("/")
        self._clock = clock
        self._calls = TimedCalls(at_once=4)
        self._timeout = urllib3.Timeout(connect=CONNECT_TIMEOUT, read=read_timeout)

    def ask(self, path: str, fields: Mapping[str, str]) -> str:
        """Return what the gateway replies to a form in UTF-8; raise `GatewayError` (`DOWN` or `UNSURE`)."""
        deadline = Deadline.after(self._clock, DEADLINE)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        # In the body, never in the address: addresses end in logs.
        url, body = f"{self._base_url}/{path}", urlencode(fields).encode("ascii")
        try:
            with self._calls.begin("POST", url, body, headers, timeout=self._timeout, deadline=deadline) as response:
                content = _read(response)
        except (NewConnectionError, ConnectTimeoutError) as error:
            raise GatewayError(Trouble.DOWN, type(error).__name__) from None
        except HTTPError as error:
            raise GatewayError(Trouble.UNSURE, type(error).__name__) from None
        if response.status != 200:
            raise GatewayError(Trouble.DOWN, f"HTTP {response.status}")
        return _decoded(content)

    def close(self) -> None:
        """Close the connections that are open."""
        self._calls.close()


def _read(response: urllib3.BaseHTTPResponse) -> bytes:
    content = b""
    while chunk := response.read1(4096):
        content += chunk
        if len(content) > MAX_REPLY:
            raise GatewayError(Trouble.UNSURE, "a reply too long")
    return content


def _decoded(content: bytes) -> str:
    """Return a reply's text: both gateways write UTF-8 at one time and Big5 at another."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Only the sentences are Chinese, and no code reads those: a wrong character does no harm.
        return content.decode("cp950", "replace")
