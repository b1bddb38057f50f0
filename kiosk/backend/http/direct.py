"""Routes for what is asked all day, without the framework's general way of finding an endpoint's arguments.

That way costs more than a look-up or a report itself. The route is declared and described like any other; only its
arguments are found here by hand: who asks, and the body, with the same answers to what is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, cast

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from kiosk.backend.ground.principals import Guest, Terminal
from kiosk.backend.http.principal import principal
from kiosk.contract import strict_json

Body = TypeVar("Body", bound=BaseModel)
Asking = TypeVar("Asking", Terminal | Guest, Terminal)


def direct_route(model: type[Body], endpoint: Callable[[Asking, Body], Awaitable[Response]]) -> type[APIRoute]:
    """Return the route class for an endpoint that takes who asks, as its scope lets in, and a body."""

    class DirectRoute(APIRoute):
        async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
            if scope["method"] not in (self.methods or ()):
                await super().handle(scope, receive, send)
                return
            request = Request(scope, receive, send)
            # What stands before every other route as a dependency; `check` compares the scope with the endpoint.
            asking = cast("Asking", await principal(request))
            body = _read(model, request.headers.get("content-type", ""), await _whole(receive))
            response = await endpoint(asking, body)
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
