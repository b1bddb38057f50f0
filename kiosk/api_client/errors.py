"""What a call to the backend can end in, beside an answer. Nothing else leaves the client.

    ApiError                 request_id, support_code, call, tries
    ├── UnreachableError     no answer could be had; `sent` says whether the backend may have acted all the same
    ├── TimedOutError        the time for all tries ran out; `sent` as above
    ├── ProblemError         the backend answered with a problem: `problem`, `kind`, `retry_after`
    └── ProtocolError        something answered that is not our backend's contract: `fault`, `where`

A text of an error never holds a body, an address, a plate or a token: only the route's template, the kind, the number
of tries and the request's id. None of them has a cause attached, since the causes hold requests and replies.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from kiosk.domain import support_code

if TYPE_CHECKING:
    from kiosk.contract.problems import Problem, ProblemKind


class Unreached(StrEnum):
    """Why no answer could be had."""

    REFUSED = "refused"
    """The machine is there, and nothing listens at the port."""
    NO_NAME = "no-name"
    """The name leads to no address."""
    NO_ROUTE = "no-route"
    """The network does not lead there."""
    SILENT = "silent"
    """No answer in time."""
    CONNECT = "connect"
    """No connection, for a reason that the system did not name."""
    CERTIFICATE = "certificate"
    """The other side's certificate is not signed by a trusted authority."""
    CERTIFICATE_NAME = "certificate-name"
    """The certificate is another name's."""
    CERTIFICATE_DATE = "certificate-date"
    """The certificate has run out, or is not valid yet."""
    TLS = "tls"
    """The other side does not speak TLS, or none that we do: an address with https for a port with http."""
    DROPPED = "dropped"
    """The connection ended before the whole answer was there; at once, where an address with http leads to https."""
    GATEWAY = "gateway"
    """Something in between answered that it cannot reach the backend either."""
    REDIRECTED = "redirected"
    """Something sends us elsewhere: a proxy that wants https, or a network that wants a sign-in first."""
    NOT_OURS = "not-ours"
    """Something answers that is not our backend: another path, another server, a proxy's own page."""
    NOT_READY = "not-ready"
    """The backend answers that it cannot work now."""
    NOT_STARTED = "not-started"
    """The backend of this machine ended before it could answer."""


class Fault(StrEnum):
    """In what way an answer was not of the contract."""

    STATUS = "status"
    MEDIA_TYPE = "media-type"
    ENCODING = "encoding"
    """Compressed, though asked not to be, or not UTF-8."""
    TOO_LARGE = "too-large"
    NOT_JSON = "not-json"
    DUPLICATE_KEY = "duplicate-key"
    NUMBER = "number"
    """NaN, an infinity, or digits without end."""
    TOO_DEEP = "too-deep"
    SURROGATE = "surrogate"
    SCHEMA = "schema"
    """JSON, but not the expected object; `where` names the field."""
    PATH = "path"
    """An identifier that cannot stand in a path."""


class ApiError(Exception):
    """A call that did not end in an answer.

    `call` is the method and the route's template, such as `GET /v1/payments/{id}`; `tries` counts what was sent.
    """

    def __init__(
        self, what: str, *, request_id: str, call: str = "", tries: int = 0, support: str | None = None
    ) -> None:
        self.request_id = request_id
        self.support_code = support_code.of_kiosk(request_id) if support is None else support
        """The backend's, if it has answered with one; of our own otherwise, which its shape says."""
        self.call = call
        self.tries = tries
        after = f" after {tries} tries" if tries > 1 else ""
        super().__init__(f"{call or 'call'}: {what}{after} ({self.support_code}, request {request_id})")


class UnreachableError(ApiError):
    """The backend cannot be reached.

    With no tries at all, the call was not sent: the last tries of others failed for `reason`, and the backend is being
    probed.
    """

    def __init__(
        self,
        reason: Unreached = Unreached.CONNECT,
        *,
        request_id: str,
        sent: bool = False,
        call: str = "",
        tries: int = 0,
    ) -> None:
        super().__init__(f"unreachable ({reason.value})", request_id=request_id, call=call, tries=tries)
        self.reason = reason
        self.sent = sent


class TimedOutError(ApiError):
    """No answer came in time. What was asked for may have happened if `sent` is true."""

    def __init__(self, *, request_id: str, sent: bool = True, call: str = "", tries: int = 0) -> None:
        super().__init__("timed out", request_id=request_id, call=call, tries=tries)
        self.sent = sent


class ProblemError(ApiError):
    """The backend understood and answered with a problem (RFC 9457)."""

    def __init__(
        self, problem: Problem, *, request_id: str, retry_after: float | None = None, call: str = "", tries: int = 0
    ) -> None:
        kind = problem.kind
        named = kind.value if kind else "of a kind unknown here"
        super().__init__(
            f"problem {named}, status {problem.status}",
            request_id=request_id,
            call=call,
            tries=tries,
            support=problem.support if support_code.is_of_backend(problem.support) else None,
        )
        self.problem = problem
        self.retry_after = retry_after
        """Seconds after which the backend wants to be asked again, if it said so."""

    @property
    def kind(self) -> ProblemKind | None:
        return self.problem.kind


class ProtocolError(ApiError):
    """Something answered that is not the contract: a captive portal, a broken proxy, another version."""

    def __init__(self, fault: Fault, *, request_id: str, where: str = "", call: str = "", tries: int = 0) -> None:
        at = f" at {where}" if where else ""
        super().__init__(f"not the contract: {fault.value}{at}", request_id=request_id, call=call, tries=tries)
        self.fault = fault
        self.where = where
