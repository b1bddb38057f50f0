"""Linking the owner's account at an identity provider."""

from __future__ import annotations

from fastapi import APIRouter, Path, Response

from kiosk.backend.context import Context
from kiosk.backend.http.outside import asking_identity
from kiosk.backend.http.principal import FromOwner
from kiosk.backend.http.routers import json_router
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.identities import identities
from kiosk.contract.identity import IdentityProviders, Linking, LinkState

_PROVIDER = Path(pattern=r"^[a-z][a-z0-9-]{1,23}$", description="A provider's code")
_ID = Path(pattern=r"^[0-9a-f]{32}$", description="The link's id, from `Linking`")


def router(context: Context) -> APIRouter:
    """Return the routes of linked accounts; whose they are, the session says."""
    routes = json_router("identities")

    @routes.get("/v1/identities", operation_id="listIdentities")
    async def list_identities(owner: FromOwner) -> IdentityProviders:
        """Return the providers, and which of them the owner is linked at."""
        return await in_unit_of_work(lambda: identities.listed(context, owner.session))

    @routes.post("/v1/identities/{provider}/links", operation_id="linkIdentity", status_code=201)
    async def link_identity(owner: FromOwner, provider: str = _PROVIDER) -> Linking:
        """Begin a link; the phone opens what the answer says, and the terminal asks how far it has come."""
        return await asking_identity(context, provider, lambda: identities.begin(context, owner.session, provider))

    @routes.get("/v1/identity-links/{id}", operation_id="getIdentityLink")
    async def get_identity_link(owner: FromOwner, id: str = _ID) -> Linking:
        """Return how far a link has come. The provider is asked when it is time to, however often this is."""
        found = await in_unit_of_work(lambda: identities.seen(context, owner.session, id))
        if found.state is not LinkState.WAITING or found.poll_in > 0:
            return found
        return await asking_identity(context, found.provider, lambda: identities.poll(context, owner.session, id))

    @routes.delete("/v1/identities/{provider}", operation_id="unlinkIdentity", status_code=204, response_class=Response)
    async def unlink_identity(owner: FromOwner, provider: str = _PROVIDER) -> None:
        """End a link; once there is none, asking again changes nothing."""
        await in_unit_of_work(lambda: identities.unlink(context, owner.session, provider))

    return routes
