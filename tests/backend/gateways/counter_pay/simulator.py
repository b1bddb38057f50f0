"""Simulated Counter Pay."""

from __future__ import annotations

import json

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


class SimulatedCounterPay:
    """Its orders and refunds, in dollars by their numbers, and the application `app`."""

    def __init__(self, store: str, secret: bytes) -> None:
        self.url = ""
        self.closed = False
        self.orders: dict[str, int] = {}
        self.refunds: dict[str, int] = {}
        self._headers = {"store": store, "secret": secret.decode()}
        self.app = Starlette(
            routes=[
                Route("/orders/{number}", self._order, methods=["PUT", "GET"]),
                Route("/refunds/{number}", self._refund, methods=["PUT"]),
            ]
        )

    def close(self) -> None:
        self.closed = True

    async def _order(self, request: Request) -> Response:
        if not self._known(request):
            return Response(status_code=403)
        number = request.path_params["number"]
        if request.method == "PUT":
            self.orders.setdefault(number, json.loads(await request.body())["dollars"])
        taken = self.orders.get(number)
        return JSONResponse({"reference": f"C{number}" if taken else "", "dollars": taken})

    async def _refund(self, request: Request) -> Response:
        if not self._known(request):
            return Response(status_code=403)
        number = request.path_params["number"]
        self.refunds.setdefault(number, json.loads(await request.body())["dollars"])
        return JSONResponse({"reference": f"R{number}"})

    def _known(self, request: Request) -> bool:
        return all(request.headers.get(name) == value for name, value in self._headers.items())
