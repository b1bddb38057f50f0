"""Problems as they travel (RFC 9457): one table says how each kind is answered."""

from __future__ import annotations

import math
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic_core import to_json
from starlette.exceptions import HTTPException
from starlette.types import Scope

from kiosk.backend.ground.drawn import letters
from kiosk.backend.ground.problems import Refused
from kiosk.backend.ground.seals import SealBrokenError
from kiosk.backend.http.phone_pages import busy, for_phones, lost
from kiosk.backend.http.thread_pool import NoThreadError
from kiosk.backend.log import places
from kiosk.backend.registers.port import SourceUnavailableError
from kiosk.backend.store.database import DatabaseBusyError, DatabaseLostError, StorageFullError
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.problems import MEDIA_TYPE, ProblemKind
from kiosk.domain import support_code

_log = structlog.get_logger("kiosk.http")

KINDS: Mapping[ProblemKind, tuple[int, str]] = {
    ProblemKind.INVALID: (422, "The request is not valid"),
    ProblemKind.UNAUTHENTICATED: (401, "This terminal is not known here"),
    ProblemKind.NOT_FOUND: (404, "There is no such thing"),
    ProblemKind.METHOD: (405, "This address does not take this method"),
    ProblemKind.TOO_LARGE: (413, "The request is too large"),
    ProblemKind.RATE: (429, "Too many requests"),
    ProblemKind.KEY_MISSING: (400, "The idempotency key is missing"),
    ProblemKind.KEY_REUSED: (409, "The idempotency key was used for another request"),
    ProblemKind.COULD_NOT_ASK: (503, "No register answered"),
    ProblemKind.BUSY: (503, "Nothing was done; ask again"),
    ProblemKind.UNAVAILABLE: (503, "The database does not answer"),
    ProblemKind.TICKET_TAKEN: (409, "Another payment holds one of the tickets"),
    ProblemKind.ALREADY_PAID: (409, "One of the bills is paid already"),
    ProblemKind.AMOUNT_CHANGED: (409, "What is owed has changed"),
    ProblemKind.NOT_PAYABLE: (409, "One of the bills cannot be paid here"),
    ProblemKind.NOT_AT_STORE: (409, "No convenience store takes this bill"),
    ProblemKind.PROVIDER_UNAVAILABLE: (409, "The provider does not take this payment"),
    ProblemKind.PAYMENT_STATE: (409, "The payment has moved on"),
    ProblemKind.SIGNATURE: (403, "The signature is not accepted"),
    # Never 429 or 503: the client must not knock again by itself where a person has to wait or to think.
    ProblemKind.CODE_SHORT: (422, "The code has too few or too many digits"),
    ProblemKind.CODE_WRONG: (403, "The code is wrong"),
    ProblemKind.CODE_EXPIRED: (410, "The code has expired"),
    ProblemKind.CODE_PAUSED: (403, "Too many wrong codes; wait"),
    ProblemKind.CODE_COUNTER: (403, "Too many wrong codes; only the counter goes on"),
    ProblemKind.SEND_LATER: (403, "Another code cannot be sent yet"),
    ProblemKind.FLOW_OVER: (410, "What the code belonged to has ended"),
    ProblemKind.MESSAGES_DOWN: (409, "No gateway takes messages"),
    ProblemKind.ALREADY_REGISTERED: (409, "The number has an account"),
    ProblemKind.NUMBER_TAKEN: (409, "The number belongs to another owner"),
    ProblemKind.PASSWORD_RULE: (422, "The password does not keep the rule"),
    ProblemKind.PASSWORD_COMMON: (422, "The password is too easy to guess"),
    ProblemKind.SIGN_IN_REFUSED: (403, "The number or the password is wrong"),
    ProblemKind.SIGN_IN_PAUSED: (403, "Too many failures; wait"),
    ProblemKind.SESSION_OVER: (403, "There is no such session"),
    ProblemKind.VEHICLE_TAKEN: (409, "The vehicle is bound already"),
    ProblemKind.VEHICLE_BOUND: (409, "The owner has bound this vehicle"),
    ProblemKind.VEHICLES_FULL: (409, "No more vehicles can be bound"),
    ProblemKind.NOT_ON_SALE: (409, "This pass is not on sale"),
    ProblemKind.SOLD_OUT: (409, "No pass is left"),
    ProblemKind.PICTURE_WRONG: (403, "The picture code was not read right"),
    ProblemKind.PICTURE_OVER: (409, "This picture code can no longer be used"),
    ProblemKind.NOT_FOR_GUESTS: (403, "Only enrolled terminals may do this"),
    ProblemKind.IDENTITY_DOWN: (409, "The identity provider does not answer"),
    ProblemKind.IDENTITY_OFF: (409, "Linking is switched off"),
    ProblemKind.INTERNAL: (500, "Something went wrong here"),
}
"""The HTTP status and title of each kind."""

_D = DeskProblem
OF_THE_DESK: Mapping[DeskProblem, tuple[int, str]] = {
    # Never 429 or 503, as above: a person has to do something.
    _D.NOT_PERMITTED: (403, "This is not for your role"),
    _D.CASE_NEEDED: (409, "This takes an open case"),
    _D.PROOF_NEEDED: (409, "What proof was seen has to be recorded first"),
    _D.APPROVAL_NEEDED: (409, "A second person has to decide"),
    _D.OWN_REQUEST: (403, "The person who asks never decides"),
    _D.APPROVAL_OVER: (409, "This request was decided, was done, has expired or was changed"),
    _D.REQUEST_WAITS: (409, "The same was asked for, or what would contradict it, and waits to be decided on"),
    _D.FACTOR_NEEDED: (403, "The second factor has to be given again"),
    _D.UNDO_REFUSED: (409, "This claim cannot be undone"),
    _D.OBJECTION_STATE: (409, "The ticket or its objection has changed since"),
    _D.NUMBER_STATE: (409, "A new number cannot be asked for, decided on or stopped now"),
    _D.CLAIM_SETTLED: (409, "This claim was decided before"),
    _D.CLAIMANT_LEFT: (409, "The owner who made the claim has closed the account"),
    _D.DIFFERENCE_CHANGED: (409, "This difference was taken or closed since it was seen"),
    _D.REFUND_FIRST: (409, "A refund has to be asked for first"),
    _D.SECRET_CHANGED: (409, "The backend has another secret than this was sealed with; tell its operator"),
    _D.ASKED_JUST_NOW: (409, "The provider was asked a moment ago"),
    _D.REVEALS_USED_UP: (403, "No more fields can be seen in full for now"),
    _D.NOT_MASKED: (409, "There is nothing in this field"),
}
"""The same of the kinds that only the desk is answered with."""

FAILURES = frozenset(
    {
        ProblemKind.COULD_NOT_ASK,
        ProblemKind.BUSY,
        ProblemKind.UNAVAILABLE,
        ProblemKind.MESSAGES_DOWN,
        ProblemKind.IDENTITY_DOWN,
        ProblemKind.INTERNAL,
    }
)
"""The kinds that are not the caller's fault: each is kept by its support code."""

_BY_STATUS = {
    401: ProblemKind.UNAUTHENTICATED,
    404: ProblemKind.NOT_FOUND,
    405: ProblemKind.METHOD,
    413: ProblemKind.TOO_LARGE,
    429: ProblemKind.RATE,
}

_MOST_ERRORS = 20

BUSY_AFTER = 1
"""Seconds until it makes sense to ask again."""
_LATER = 5


@dataclass(frozen=True, slots=True)
class Reported:
    """The problem that a request was answered with."""

    kind: ProblemKind | DeskProblem
    code: str
    """The support code under which the log has it."""


class TooLargeError(HTTPException):
    """A body beyond the limit. An HTTP exception, since only those pass through the framework's reading of a body."""

    def __init__(self) -> None:
        super().__init__(413)


def problem(
    scope: Scope,
    kind: ProblemKind | DeskProblem,
    *,
    status: int | None = None,
    headers: Mapping[str, str] | None = None,
    **members: Any,
) -> Response:
    """Return a problem's response, with a support code of its own; `members` that are None are left out."""
    usual, title = OF_THE_DESK[kind] if isinstance(kind, DeskProblem) else KINDS[kind]
    status = status or usual
    state = scope.setdefault("state", {})
    answer = state["reported"] = Reported(kind, support_code.of_backend(letters(secrets, support_code.LETTERS)))
    body = {
        "type": kind.uri,
        "title": title,
        "status": status,
        "instance": state.get("request_id"),
        "support": answer.code,
        **members,
    }
    content = to_json({name: value for name, value in body.items() if value is not None})
    sent = dict(headers or {})
    if status == 401:
        sent.setdefault("WWW-Authenticate", "Bearer")
    return Response(content, status, sent, MEDIA_TYPE)


def reported(scope: Scope) -> Reported | None:
    """Return the problem that a request was answered with; None where it was not."""
    found = scope.get("state", {}).get("reported")
    return found if isinstance(found, Reported) else None


def answer_with_problems(app: FastAPI, *, broken_seal: ProblemKind | DeskProblem = ProblemKind.NOT_FOUND) -> None:
    """Have every error that a route may raise answered as a problem.

    `broken_seal` is what is said of something that was sealed with another secret. What terminals seal is a visitor's
    task of ten minutes: once it cannot be read it is gone, and they begin another one.
    """

    async def sealed(request: Request, error: Exception) -> Response:
        _log.error("sealed-with-another-secret", setting="owner_secret", **places(error))
        return problem(request.scope, broken_seal)

    for error, handler in {**_HANDLERS, SealBrokenError: sealed}.items():
        app.add_exception_handler(error, partial(_shown, handler))


def for_whom(scope: Scope, answer: Response) -> Response:
    """Return a problem as who asked reads it: a page for a phone, in its language."""
    if answer.media_type != MEDIA_TYPE or not for_phones(scope):
        return answer
    if answer.status_code in (429, 503):
        # Not "there is no such page": it is there in a moment.
        return busy(scope, answer.status_code)
    kept = {name: value for name, value in answer.headers.items() if not name.startswith("content-")}
    return lost(scope, answer.status_code, kept)


async def _shown(
    handler: Callable[[Request, Exception], Awaitable[Response]], request: Request, error: Exception
) -> Response:
    return for_whom(request.scope, await handler(request, error))


async def _refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)  # noqa: S101 - registered for nothing else
    return problem(
        request.scope,
        error.kind,
        headers=_when(error),
        detail=error.detail,
        bills=error.bills,
        amount=error.amount,
        state=error.state,
        wait=error.wait,
        tries=error.tries,
    )


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    # Where and why, never what: the value may be a plate.
    errors = [{"loc": fault["loc"], "msg": _reason(fault)} for fault in error.errors()[:_MOST_ERRORS]]
    return problem(request.scope, ProblemKind.INVALID, errors=errors)


def _reason(fault: Mapping[str, Any]) -> str:
    # The sentences about fields of ours say what is expected; those about wrong JSON may quote what was sent.
    return "JSON is expected" if fault["type"] == "json_invalid" else str(fault["msg"])


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    known = _BY_STATUS.get(error.status_code)
    kind = known or (ProblemKind.INVALID if error.status_code < 500 else ProblemKind.INTERNAL)
    headers = dict(error.headers or {})
    if error.status_code == 405 and not for_phones(request.scope):
        headers["Allow"] = _allowed(request, headers.get("Allow", ""))
    return problem(request.scope, kind, status=error.status_code, headers=headers)


def _allowed(request: Request, by_route: str) -> str:
    """Return every method that an address takes; the framework names those of one function only."""
    described = request.app.openapi()["paths"].get(getattr(request.scope.get("route"), "path", None), {})
    return ", ".join(sorted(method.upper() for method in described)) or by_route


async def _could_not_ask(request: Request, _error: Exception) -> Response:
    return problem(request.scope, ProblemKind.COULD_NOT_ASK, headers=_retry_after(BUSY_AFTER))


async def _busy(request: Request, _error: Exception) -> Response:
    return problem(request.scope, ProblemKind.BUSY, headers=_retry_after(BUSY_AFTER))


async def _full(request: Request, error: Exception) -> Response:
    _log.error("storage-full", **places(error))
    return problem(request.scope, ProblemKind.BUSY, headers=_retry_after(_LATER), detail="no room on the disk")


async def _lost(request: Request, error: Exception) -> Response:
    _log.error("database-lost", **places(error))
    return problem(request.scope, ProblemKind.UNAVAILABLE, headers=_retry_after(_LATER))


def _when(refusal: Refused) -> dict[str, str] | None:
    """Return when to knock again, for what a client may do by itself."""
    if refusal.kind is ProblemKind.BUSY:
        return _retry_after(BUSY_AFTER)
    return _retry_after(refusal.wait) if refusal.kind is ProblemKind.RATE and refusal.wait is not None else None


def _retry_after(seconds: float) -> dict[str, str]:
    return {"Retry-After": str(math.ceil(seconds))}


_HANDLERS: dict[type[Exception], Any] = {
    Refused: _refusal,
    RequestValidationError: _invalid,
    HTTPException: _http,
    SourceUnavailableError: _could_not_ask,
    DatabaseBusyError: _busy,
    NoThreadError: _busy,
    StorageFullError: _full,
    DatabaseLostError: _lost,
}
