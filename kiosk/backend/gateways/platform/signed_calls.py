"""Requests that are signed with a shared secret, as the contract with the platform says; another city's is alike."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from pydantic import BaseModel

from kiosk.backend.gateways.http_calls import HttpCalls
from kiosk.backend.gateways.platform import signatures
from kiosk.backend.gateways.port import ProviderUnavailableError
from kiosk.clock import Clock

DEADLINE = 15.0
"""Seconds for a whole call. A reply that trickles in one byte at a time is cut off too."""


class SignedCalls:
    """The server at `base_url`, and the secret that is shared with it."""

    def __init__(self, base_url: str, secret: bytes, *, clock: Clock, read_timeout: float, at_once: int = 8) -> None:
        self._base_url = base_url.rstrip("/")
        self._base_path = urlsplit(self._base_url).path
        self._secret = secret
        self._clock = clock
        self._read_timeout = read_timeout
        self._calls = HttpCalls(clock, at_once=at_once)

    def post(self, path: str, request: BaseModel) -> bytes:
        """Return the body of a reply of 200; raise `NothingSentError` or `ProviderUnavailableError`."""
        body = request.model_dump_json().encode()
        timestamp = str(int(self._clock.now().timestamp()))
        nonce = secrets.token_hex(16)
        path = self._base_path + path
        headers = {
            "Content-Type": "application/json",
            signatures.TIMESTAMP: timestamp,
            signatures.NONCE: nonce,
            signatures.SIGNATURE: signatures.request_signature(self._secret, "POST", path, timestamp, nonce, body),
        }
        url = self._base_url.removesuffix(self._base_path) + path
        status, content = self._calls.send("POST", url, body, headers, read_timeout=self._read_timeout, within=DEADLINE)
        if status != 200:
            raise ProviderUnavailableError(f"HTTP {status}")
        return content

    def close(self) -> None:
        """Close the connections that are open."""
        self._calls.close()
