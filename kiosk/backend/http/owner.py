"""The owner's own data: to be seen, changed, and ended."""

from __future__ import annotations

from fastapi import APIRouter, Path, Response

from kiosk.backend.context import Context
from kiosk.backend.http.languages import Language
from kiosk.backend.http.principal import FromOwner
from kiosk.backend.http.routers import json_router
from kiosk.backend.http.threads import in_unit_of_work, with_password
from kiosk.backend.owners import closing, mobile_changes
from kiosk.backend.owners import owner as own_data
from kiosk.contract.codes import CodeEntry, CodeSent
from kiosk.contract.owners import Closing, MobileChangeRequest, Owner, OwnerChange

_ID = Path(pattern=r"^[0-9a-f]{32}$", description="The change's id, from `CodeSent`")


def router(context: Context) -> APIRouter:
    """Return the routes of what is the owner's own; whose it is, the session says."""
    routes = json_router("owners")

    @routes.get("/v1/owner", operation_id="getOwner")
    async def get_owner(owner: FromOwner) -> Owner:
        """Return the owner, masked for a public screen."""
        return await in_unit_of_work(lambda: own_data.get(context, owner.session))

    @routes.patch("/v1/owner", operation_id="changeOwner")
    async def change_owner(owner: FromOwner, request: OwnerChange) -> Owner:
        """Change the name, the e-mail address or the password, one at a time."""
        if request.password is None:
            return await in_unit_of_work(lambda: own_data.change(context, owner.session, request))
        return await with_password(lambda: own_data.change(context, owner.session, request))

    @routes.post("/v1/owner/mobile-changes", operation_id="changeMobile", status_code=202)
    async def change_mobile(owner: FromOwner, request: MobileChangeRequest, language: Language) -> CodeSent:
        """Send a code to the new number."""
        return await in_unit_of_work(lambda: mobile_changes.begin(context, owner.session, request, language))

    @routes.post("/v1/owner/mobile-changes/{id}/code", operation_id="finishMobileChange")
    async def finish_mobile_change(owner: FromOwner, entry: CodeEntry, id: str = _ID) -> Owner:
        """Let the new number be the owner's, and end every other session."""
        return await in_unit_of_work(lambda: mobile_changes.finish(context, owner.session, id, entry.code))

    @routes.post("/v1/owner/new-number/stop", operation_id="stopNewNumber")
    async def stop_new_number(owner: FromOwner) -> Owner:
        """Stop the new number that waits to take effect, and return the owner; nothing happens where none does."""
        return await in_unit_of_work(lambda: own_data.stop_new_number(context, owner.session))

    @routes.post("/v1/owner/closing", operation_id="closeAccount", status_code=204, response_class=Response)
    async def close_account(owner: FromOwner, request: Closing) -> None:
        """Close the account for good."""
        await with_password(lambda: closing.close(context, owner.session, request))

    return routes
