"""Registering: what was typed, then the code."""

from __future__ import annotations

from fastapi import APIRouter, Path

from kiosk.backend.context import Context
from kiosk.backend.http.languages import Language
from kiosk.backend.http.principal import FromTerminal
from kiosk.backend.http.routers import json_router
from kiosk.backend.http.threads import in_unit_of_work, with_password
from kiosk.backend.owners import registrations
from kiosk.contract.codes import CodeEntry, CodeSent
from kiosk.contract.owners import Registered, RegistrationRequest

_ID = Path(pattern=r"^[0-9a-f]{32}$", description="The registration's id, from `CodeSent`")


def router(context: Context) -> APIRouter:
    """Return the routes of registering."""
    routes = json_router("owners")

    @routes.post("/v1/registrations", operation_id="register", status_code=202)
    async def register(terminal: FromTerminal, request: RegistrationRequest, language: Language) -> CodeSent:
        """Keep what was typed, and send a code to the number, whether or not it has an account."""
        return await with_password(lambda: registrations.begin(context, terminal.id, request, language))

    @routes.post("/v1/registrations/{id}/code", operation_id="finishRegistration", status_code=201)
    async def finish_registration(terminal: FromTerminal, entry: CodeEntry, id: str = _ID) -> Registered:
        """Make an owner of what was typed, bind the vehicle if no other owner has, and sign in."""
        return await in_unit_of_work(lambda: registrations.finish(context, terminal.id, id, entry.code))

    return routes
