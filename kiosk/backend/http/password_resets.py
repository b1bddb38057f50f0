"""A forgotten password: a code, the proof for it, a new password."""

from __future__ import annotations

from fastapi import APIRouter, Path, Response

from kiosk.backend.context import Context
from kiosk.backend.http.languages import Language
from kiosk.backend.http.principal import FromTerminal
from kiosk.backend.http.routers import json_router
from kiosk.backend.http.threads import in_unit_of_work, with_password
from kiosk.backend.owners import password_resets
from kiosk.contract.codes import CodeEntry, CodeSent
from kiosk.contract.owners import NewPassword, ResetAllowed, ResetRequest

_ID = Path(pattern=r"^[0-9a-f]{32}$", description="The reset's id, from `CodeSent`")


def router(context: Context) -> APIRouter:
    """Return the routes of resetting a password."""
    routes = json_router("owners")

    @routes.post("/v1/password-resets", operation_id="resetPassword", status_code=202)
    async def reset_password(terminal: FromTerminal, request: ResetRequest, language: Language) -> CodeSent:
        """Send a code to the number if it has an account; the answer is the same if it has none."""
        return await in_unit_of_work(lambda: password_resets.begin(context, terminal.id, request, language))

    @routes.post("/v1/password-resets/{id}/code", operation_id="proveReset")
    async def prove_reset(terminal: FromTerminal, entry: CodeEntry, id: str = _ID) -> ResetAllowed:
        """Return the proof with which a new password may be set once, within ten minutes."""
        return await in_unit_of_work(lambda: password_resets.prove(context, terminal.id, id, entry.code))

    @routes.post(
        "/v1/password-resets/{id}/password",
        operation_id="setForgottenPassword",
        status_code=204,
        response_class=Response,
    )
    async def set_forgotten_password(terminal: FromTerminal, request: NewPassword, id: str = _ID) -> None:
        """Set a new password, and end every session of the owner."""
        await with_password(lambda: password_resets.finish(context, terminal.id, id, request))

    return routes
