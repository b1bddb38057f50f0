"""The interface described: every operation with its problems, as they are really sent."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from kiosk.contract.problems import MEDIA_TYPE, Problem

_REFERENCE = {"$ref": "#/components/schemas/Problem"}


def describe(app: FastAPI) -> None:
    """Let `app.openapi()` tell the errors that the application answers with, and no others."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _with_problems(plain())
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _with_problems(document: dict[str, Any]) -> dict[str, Any]:
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for path in document["paths"].values():
        for operation in path.values():
            responses = operation["responses"]
            responses.pop("422", None)
            responses["default"] = {
                "description": "A problem (RFC 9457)",
                "content": {MEDIA_TYPE: {"schema": _REFERENCE}},
            }
    return document
