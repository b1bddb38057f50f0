"""What every errand with a one-time code has in common: another code, and how far the message has come."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Depends, Path

from kiosk.backend.context import Context
from kiosk.backend.http.json_routes import JsonRoute
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.proof import codes
from kiosk.contract.codes import CodeSent, DeliveryState, SendCode

_ID = Path(pattern=r"^[0-9a-f]{32}$", description="An errand's id")


def router(context: Context, device: Callable[..., Awaitable[str]]) -> APIRouter:
    """Return the routes of code flows; `device` is the dependency that returns the id of the terminal that asks."""
    routes = APIRouter(tags=["codes"], route_class=JsonRoute)
    own = Depends(device)

    @routes.post("/v1/code-flows/{id}/codes", operation_id="sendCode", status_code=202)
    async def send_code(wanted: SendCode, id: str = _ID, terminal_id: str = own) -> CodeSent:
        """Send another code, to the same number or to another one; earlier ones stay good until their own end."""
        return await in_unit_of_work(lambda: codes.again(context, terminal_id, id, wanted.mobile))

    @routes.get("/v1/code-flows/{id}", operation_id="getCodeDelivery")
    async def get_code_delivery(id: str = _ID, terminal_id: str = own) -> DeliveryState:
        """Return how far the last message has come, and what time is left."""
        return await in_unit_of_work(lambda: codes.delivery(context, terminal_id, id))

    return routes
