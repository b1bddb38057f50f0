"""Routes for what is asked all day, without the framework's general way of finding an endpoint's arguments.

That way costs more than the look-up itself. The route is declared and described like any other; only its
argument, the body, is read here by hand, and who asks is found out, with the same answers to what is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from kiosk.backend.http.principal import principal
from kiosk.contract import strict_json

Body = TypeVar("Body", bound=BaseModel)


def direct_route(model: type[Body], endpoint: Callable[[Body], Awaitable[Response]]) -> type[APIRoute]:
    """Return the route class for an endpoint that takes a body from any caller whose scope lets them in."""

    class DirectRoute(APIRoute):
        async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
            if scope["method"] not in (self.methods or ()):
                await super().handle(scope, receive, send)
                return
            request = Request(scope, receive, send)
            # What stands before every other route as a dependency.
            await principal(request)
            body = _read(model, request.headers.get("content-type", ""), await _whole(receive))
            response = await endpoint(body)
            await response(scope, receive, send)

    return DirectRoute


async def _whole(receive: Receive) -> bytes:
    """Return a request's body, nearly always the one message that it came in; raise `ClientDisconnect`."""
    pieces: list[bytes] = []
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        pieces.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(pieces)


def _read(model: type[Body], content_type: str, body: bytes) -> Body:
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise RequestValidationError([{"type": "json_type", "loc": ("body",), "msg": "JSON is expected"}])
    found: list[dict[str, Any]]
    try:
        # Read twice: validating the text itself is the quick way, and it lets a key's last value win.
        strict_json.loads(body)
        return model.model_validate_json(body)
    except json.JSONDecodeError:
        found = [{"type": "json_invalid", "loc": ("body",), "msg": "JSON is expected"}]
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        found = [{**fault, "loc": ("body", *fault["loc"])} for fault in faults]
    # Outside of the handler: the validation error holds what was sent.
    raise RequestValidationError(found)
