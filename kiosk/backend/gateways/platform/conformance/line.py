"""Requests to the server that is tried: signed as they should be, or wrong in one way."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pydantic import BaseModel

from kiosk.backend.gateways.http_calls import HttpCalls, HttpReply, NothingSentError
from kiosk.backend.gateways.platform import signatures, wire
from kiosk.backend.gateways.platform.conformance.findings import FailedError, Fault, SkippedError
from kiosk.backend.gateways.platform.signed_calls import DEADLINE
from kiosk.backend.gateways.platform.smart_payment import READ_TIMEOUT
from kiosk.backend.gateways.port import ProviderUnavailableError
from kiosk.clock import Clock


class UnreachableError(Exception):
    """No connection could be made."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a request; as it stands here, nothing."""

    secret: bytes | None = None
    """Signed with this one."""
    path: str | None = None
    """Signed for this path."""
    body: bytes | None = None
    """Sent in place of what was signed."""
    nonce: str | None = None
    late: int = 0
    """Seconds that its moment is past; less than nought: ahead."""


RIGHT = Wrong()


@dataclass(slots=True)
class Line:
    """The way to a server; it remembers what was wrong with answers whatever they said."""

    url: str
    secret: bytes
    clock: Clock
    read_timeout: float = READ_TIMEOUT
    media_types: set[str] = field(default_factory=set)
    """Of all answers."""
    silence: str | None = None
    """Why there was no answer, once."""
    slowest: float = 0.0
    """Seconds."""
    _calls: HttpCalls = field(init=False)
    _heard_of: bool = False

    def __post_init__(self) -> None:
        self.url = self.url.rstrip("/")
        self._calls = HttpCalls(self.clock)

    def ask(self, path: str, request: BaseModel | bytes, wrong: Wrong = RIGHT) -> wire.Reply:
        """Return the answer; raise `FailedError` for none that was agreed, `UnreachableError` where nothing listens."""
        if self.silence is not None:
            raise SkippedError(Fault.GIVEN_UP)
        body = request if isinstance(request, bytes) else request.model_dump_json().encode()
        reply = self._sent(path, body, wrong)
        self.media_types.add(reply.media_type)
        if reply.status != 200:
            raise FailedError(Fault.STATUS, got=reply.status)
        try:
            return wire.read(wire.Reply, reply.content)
        except wire.NotUnderstoodError as error:
            raise FailedError(Fault.FORMAT, got=str(error)) from None

    def close(self) -> None:
        """Close the connections that are open."""
        self._calls.close()

    def _sent(self, path: str, body: bytes, wrong: Wrong) -> HttpReply:
        base = urlsplit(self.url).path
        timestamp = str(int(self.clock.now().timestamp()) - wrong.late)
        nonce = wrong.nonce or secrets.token_hex(16)
        signature = signatures.request_signature(
            wrong.secret or self.secret, "POST", wrong.path or base + path, timestamp, nonce, body
        )
        headers = {
            "Content-Type": "application/json",
            signatures.TIMESTAMP: timestamp,
            signatures.NONCE: nonce,
            signatures.SIGNATURE: signature,
        }
        sent = body if wrong.body is None else wrong.body
        began = self.clock.monotonic()
        try:
            reply = self._calls.exchange(
                "POST", self.url + path, sent, headers, read_timeout=self.read_timeout, within=DEADLINE
            )
        except NothingSentError as error:
            if not self._heard_of:
                raise UnreachableError from error
            self.silence = "no connection"
        except ProviderUnavailableError as error:
            self.silence = str(error)
        else:
            self._heard_of = True
            self.slowest = max(self.slowest, self.clock.monotonic() - began)
            return reply
        raise FailedError(Fault.SILENT, got=self.silence)
