"""Routes whose bodies can be read in one way only: of a doubled key, a proxy before us may read the other value."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from kiosk.contract import strict_json


class _Request(Request):
    async def json(self) -> Any:
        return strict_json.loads(await self.body())


class JsonRoute(APIRoute):
    """The `route_class` of every router that takes bodies."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def strictly(request: Request) -> Response:
            return await handle(_Request(request.scope, request.receive))

        return strictly
