"""Every error as problem+json (RFC 9457), with a stable type and never a value that was sent."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kiosk.backend.services.ports import SourceUnavailableError
from kiosk.backend.services.problems import Refusal
from kiosk.backend.store.database import DatabaseBusyError, DatabaseLostError, StorageFullError
from kiosk.contract.problems import MEDIA_TYPE, Problem, ProblemKind

STATUS: Mapping[ProblemKind, int] = {
    ProblemKind.INVALID: 422,
    ProblemKind.UNAUTHENTICATED: 401,
    ProblemKind.NOT_FOUND: 404,
    ProblemKind.METHOD: 405,
    ProblemKind.TOO_LARGE: 413,
    ProblemKind.RATE: 429,
    ProblemKind.KEY_MISSING: 400,
    ProblemKind.KEY_REUSED: 409,
    ProblemKind.COULD_NOT_ASK: 502,
    ProblemKind.BUSY: 503,
    ProblemKind.TICKET_TAKEN: 409,
    ProblemKind.ALREADY_PAID: 409,
    ProblemKind.AMOUNT_CHANGED: 409,
    ProblemKind.NOT_PAYABLE: 409,
    ProblemKind.PROVIDER_UNAVAILABLE: 409,
    ProblemKind.PAYMENT_STATE: 409,
    ProblemKind.SIGNATURE: 401,
    ProblemKind.INTERNAL: 500,
}

RETRY_AFTER = 2
"""Seconds after which a busy database is worth another try."""


def problem_response(
    kind: ProblemKind,
    request_id: str | None,
    *,
    detail: str | None = None,
    status: int | None = None,
    headers: Mapping[str, str] | None = None,
    **extras: Any,
) -> Response:
    """Return a problem as a response; `extras` are the further members of `Problem`."""
    number = status or STATUS[kind]
    problem = Problem(
        type=kind.uri, title=HTTPStatus(number).phrase, status=number, detail=detail, instance=request_id, **extras
    )
    sent = dict(headers or {})
    if kind is ProblemKind.UNAUTHENTICATED:
        sent.setdefault("WWW-Authenticate", "Bearer")
    if kind is ProblemKind.BUSY:
        sent.setdefault("Retry-After", str(RETRY_AFTER))
    return Response(problem.model_dump_json(exclude_none=True), number, headers=sent, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Answer every error of the application as a problem."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(SourceUnavailableError, _could_not_ask)
    for trouble in (DatabaseBusyError, DatabaseLostError, StorageFullError):
        app.add_exception_handler(trouble, _database)


def _id(request: Request) -> str | None:
    return getattr(request.state, "request_id", None)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)  # noqa: S101  registered for it
    return problem_response(
        error.kind, _id(request), detail=error.detail, bills=error.bills, amount=error.amount, state=error.state
    )


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  registered for it
    # Where and why, never what: the value may be a plate.
    errors = tuple({"loc": list(fault["loc"]), "msg": _reason(fault)} for fault in error.errors())
    return problem_response(ProblemKind.INVALID, _id(request), errors=errors)


def _reason(fault: Mapping[str, Any]) -> str:
    # pydantic's own sentences about wrong JSON and wrong enumeration members quote what was sent.
    return str(fault["type"]) if fault["type"] in {"json_invalid", "enum", "literal_error"} else str(fault["msg"])


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  registered for it
    kinds = {404: ProblemKind.NOT_FOUND, 405: ProblemKind.METHOD, 401: ProblemKind.UNAUTHENTICATED}
    kind = kinds.get(error.status_code, ProblemKind.INVALID)
    return problem_response(kind, _id(request), status=error.status_code, headers=error.headers)


async def _could_not_ask(request: Request, error: Exception) -> Response:  # noqa: ARG001  the signature of a handler
    return problem_response(ProblemKind.COULD_NOT_ASK, _id(request))


async def _database(request: Request, error: Exception) -> Response:
    return problem_response(ProblemKind.BUSY, _id(request), detail=type(error).__name__)
