"""The demo's phone, for the drawer at the screen's edge. Outside the demo there is no such address."""

from __future__ import annotations

from fastapi import APIRouter

from kiosk.backend.context import Context
from kiosk.backend.http.principal import FromTerminal
from kiosk.backend.http.routers import json_router
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.messages import demo_phone
from kiosk.contract.phone import PhoneMessages


def router(context: Context) -> APIRouter:
    """Return the route of the demo's phone."""
    routes = json_router("demo")

    @routes.get("/v1/demo/phone", operation_id="getDemoPhone")
    async def get_demo_phone(terminal: FromTerminal) -> PhoneMessages:
        """Return what would have been sent to phones because of this terminal, newest last."""
        return await in_unit_of_work(lambda: demo_phone.messages(context, terminal.id))

    return routes
