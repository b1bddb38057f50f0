"""Asking a backend over plain HTTP, without the typed client: what it answers is looked at byte for byte."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self

import urllib3

from kiosk.contract.problems import BASE, MEDIA_TYPE, ProblemKind
from kiosk.domain.plate import VehicleType
from kiosk.domain.support_code import is_of_backend
from tests.live_backend import LiveBackend
from tests.patience import PATIENCE

THREE_TICKETS = {"plate": "BKZ-5937", "type": VehicleType.CAR.value}
"""A vehicle of the demo with three tickets that can be paid."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def problem(self) -> ProblemKind:
        """The kind of problem that this is; fails if it is none."""
        assert self.headers["content-type"] == MEDIA_TYPE, self.body
        assert self.json["status"] == self.status
        assert self.json["instance"] == self.headers["x-request-id"]
        assert is_of_backend(self.json["support"])
        return ProblemKind(self.json["type"].removeprefix(BASE))


@dataclass(frozen=True)
class Event:
    name: str
    data: str
    id: str | None

    @property
    def json(self) -> Any:
        return json.loads(self.data)


class Caller:
    """A kiosk as far as the wire is concerned. Use as a context."""

    def __init__(
        self,
        backend: LiveBackend,
        token: str | None = None,
        *,
        url: str = "",
        pool: urllib3.PoolManager | None = None,
    ) -> None:
        """Ask at `url`, by `pool`, where something stands in front of the backend."""
        self.backend = backend
        self._url = url or backend.url
        self._token = backend.token if token is None else token
        self._pool = pool or urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(PATIENCE))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.clear()

    def call(
        self, method: str, path: str, body: Any = None, *, headers: Mapping[str, str] | None = None, token: bool = True
    ) -> Answer:
        """Ask; a body that is not bytes is sent as JSON."""
        sent = dict(headers or {})
        if token:
            sent.setdefault("Authorization", f"Bearer {self._token}")
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        reply = self._pool.request(method, self._url + path, body=body, headers=sent, redirect=False)
        return Answer(reply.status, reply.headers, reply.data)

    def search(self, *vehicles: Mapping[str, str]) -> Answer:
        return self.call("POST", "/v1/bills/search", {"vehicles": list(vehicles)})

    def pay(self, vehicle: Mapping[str, str] = THREE_TICKETS, *, key: str = "key-1", provider: str = "jkopay") -> Any:
        """Make a payment of everything that a vehicle can pay now; return it."""
        bills = [bill for bill in self.search(vehicle).json["bills"] if bill["state"] in ("open", "overdue")]
        request = {
            "bills": [bill["number"] for bill in bills],
            "provider": provider,
            "expected": sum(bill["amount"] for bill in bills),
        }
        answer = self.call("POST", "/v1/payments", request, headers={"Idempotency-Key": key})
        assert answer.status == 201, answer.body
        return answer.json

    def confirm(self, payment: Any) -> Answer:
        """Do what the payer does with the phone: open the page and press pay."""
        path = "/P/" + payment["link"].rpartition("/")[2]
        page = self.call("GET", path, token=False).body.decode()
        found = re.search(r'name="token" value="([0-9a-f]+)"', page)
        assert found is not None
        return self.call("POST", path + "/pay", f"token={found[1]}".encode(), token=False)

    @contextmanager
    def watching(self, payment: Any, *, last: str | None = None) -> Iterator[Stream]:
        """Open the stream of a payment's events."""
        headers = {"Authorization": f"Bearer {self._token}"}
        if last is not None:
            headers["Last-Event-ID"] = last
        path = f"{self._url}/v1/payments/{payment['id']}/events"
        reply = self._pool.request("GET", path, headers=headers, preload_content=False)
        try:
            yield Stream(reply)
        finally:
            reply.close()


class Stream:
    """An open stream, read block by block."""

    def __init__(self, reply: urllib3.BaseHTTPResponse) -> None:
        self.status = reply.status
        self.headers = reply.headers
        self._chunks = reply.stream(1)
        self._read = b""

    def block(self) -> str | None:
        """Return the next block of lines, None at the end of the stream."""
        end = time.monotonic() + PATIENCE
        while b"\n\n" not in self._read:
            assert time.monotonic() < end
            chunk = next(self._chunks, None)
            if chunk is None:
                return None
            self._read += chunk
        block, _, self._read = self._read.partition(b"\n\n")
        return block.decode()

    def event(self) -> Event | None:
        """Return the next event, None at the end of the stream; comments and the pause are passed over."""
        end = time.monotonic() + PATIENCE
        while (block := self.block()) is not None:
            assert time.monotonic() < end
            fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
            if "event" in fields:
                return Event(fields["event"], fields["data"], fields.get("id"))
        return None

    def events(self) -> list[Event]:
        """Return what comes until the end."""
        return list(iter(self.event, None))
