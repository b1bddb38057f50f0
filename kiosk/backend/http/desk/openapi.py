"""The description of the desk's interface, with its problems and headers."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from kiosk.backend.http.desk.refusals import ALWAYS, refusals
from kiosk.backend.http.problems import KINDS, OF_THE_DESK
from kiosk.contract.desk.headers import DESK_TERMINAL
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.problems import MEDIA_TYPE, Problem, ProblemKind

VERSION = "1"

_SCHEMES = {
    "session": {"type": "http", "scheme": "bearer", "description": "The session's token"},
    "desk": {"type": "apiKey", "in": "header", "name": DESK_TERMINAL, "description": "The desk's own key"},
}


def describe(app: FastAPI) -> None:
    """Have the application describe itself with its problems."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # the framework's own way to extend it


def _described(app: FastAPI) -> dict[str, Any]:
    described = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    schemas = described["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    described["components"]["securitySchemes"] = _SCHEMES
    for path in described["paths"].values():
        for operation in path.values():
            _describe(operation)
    return described


def _describe(operation: dict[str, Any]) -> None:
    name = operation["operationId"]
    operation["security"] = [{"desk": []} if name == "signInAtDesk" else {"desk": [], "session": []}]
    responses: dict[str, Any] = operation["responses"]
    responses.pop("422", None)
    responses["400"] = _response([ProblemKind.INVALID])
    kinds = [*refusals(operation), *ALWAYS]
    for status in sorted({_status(kind) for kind in kinds}):
        responses[str(status)] = _response([kind for kind in kinds if _status(kind) == status])


def _entry(kind: ProblemKind | DeskProblem) -> tuple[int, str]:
    return OF_THE_DESK[kind] if isinstance(kind, DeskProblem) else KINDS[kind]


def _status(kind: ProblemKind | DeskProblem) -> int:
    return _entry(kind)[0]


def _response(kinds: list[ProblemKind | DeskProblem]) -> dict[str, Any]:
    return {
        "description": "; ".join(f"`{kind.value}`: {_entry(kind)[1]}" for kind in kinds),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
