"""What every flow with a one-time code has in common: another code, and how far the message has come."""

from __future__ import annotations

from fastapi import APIRouter, Path

from kiosk.backend.context import Context
from kiosk.backend.http.principal import FromTerminal
from kiosk.backend.http.routers import json_router
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.proof import codes
from kiosk.contract.codes import CodeSent, DeliveryState, SendCode

_ID = Path(pattern=r"^[0-9a-f]{32}$", description="A flow's id")


def router(context: Context) -> APIRouter:
    """Return the routes of code flows."""
    routes = json_router("codes")

    @routes.post("/v1/code-flows/{id}/codes", operation_id="sendCode", status_code=202)
    async def send_code(terminal: FromTerminal, wanted: SendCode, id: str = _ID) -> CodeSent:
        """Send another code, to the same number or to another one; earlier ones stay good until their own end."""
        return await in_unit_of_work(lambda: codes.again(context, terminal.id, id, wanted.mobile))

    @routes.get("/v1/code-flows/{id}", operation_id="getCodeDelivery")
    async def get_code_delivery(terminal: FromTerminal, id: str = _ID) -> DeliveryState:
        """Return how far the last message has come, and what time is left."""
        return await in_unit_of_work(lambda: codes.delivery(context, terminal.id, id))

    return routes
