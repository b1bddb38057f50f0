"""One request and what came of it, as values: what the transport gives and the policy judges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kiosk.api_client.errors import Fault, Unreached

JSON = "application/json"
PROBLEM = "application/problem+json"
EVENTS = "text/event-stream"
NO_CONTENT = 204


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request as it is sent once. `path` is encoded and begins with a slash."""

    method: str
    path: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)

    def numbered(self, header: str, number: int) -> Exchange:
        """Return the same request saying in `header` which try it is."""
        return replace(self, headers={**self.headers, header: str(number)})


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer. Header names are in lower case. The body shows in no representation."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class NoReply:
    """No answer; `reason` is None when the time was up. `sent`: the request may have arrived all the same."""

    reason: Unreached | None
    sent: bool


@dataclass(frozen=True, slots=True)
class BadReply:
    """An answer that was not read to its end because it cannot be one of ours."""

    status: int
    fault: Fault


Outcome = Reply | NoReply | BadReply
