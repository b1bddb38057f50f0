"""Signing in with an account elsewhere, by way of the phone."""

from __future__ import annotations

from fastapi import APIRouter, Path, Response

from kiosk.backend.context import Context
from kiosk.backend.http.languages import Language
from kiosk.backend.http.outside import asking_identity
from kiosk.backend.http.principal import FromTerminal
from kiosk.backend.http.routers import json_router
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.identities import phone_sign_in, sign_in_offers
from kiosk.contract.identity import BeginPhoneSignIn, IdentityProviders, LinkState, PhoneSignIn, SignInOffer
from kiosk.contract.owners import SignedIn

_ID = Path(pattern=r"^[0-9a-f]{32}$", description="The sign-in's id, from `PhoneSignIn`")
_OFFER = Path(pattern=r"^[0-9a-f]{32}$", description="The offer's id, from `SignInOffer`")


def router(context: Context) -> APIRouter:
    """Return the routes of signing in with the phone."""
    routes = json_router("identities")

    @routes.get("/v1/sign-in-providers", operation_id="listSignInProviders")
    async def list_sign_in_providers() -> IdentityProviders:
        """Return the providers by whom somebody can sign in here."""
        return phone_sign_in.offered(context)

    @routes.post("/v1/phone-sign-ins", operation_id="beginPhoneSignIn", status_code=201)
    async def begin_phone_sign_in(terminal: FromTerminal, wanted: BeginPhoneSignIn) -> PhoneSignIn:
        """Begin to sign in; the phone opens what the answer says, and the terminal asks how far it has come."""
        return await asking_identity(
            context, wanted.provider, lambda: phone_sign_in.begin(context, terminal.id, wanted.provider)
        )

    @routes.get("/v1/phone-sign-ins/{id}", operation_id="getPhoneSignIn")
    async def get_phone_sign_in(terminal: FromTerminal, id: str = _ID) -> PhoneSignIn:
        """Return how far it has come; `linked` says that an owner is proved, and can be let in."""
        found = await in_unit_of_work(lambda: phone_sign_in.seen(context, terminal.id, id))
        if found.state is not LinkState.WAITING or found.poll_in > 0:
            return found
        return await asking_identity(context, found.provider, lambda: phone_sign_in.poll(context, terminal.id, id))

    @routes.post("/v1/phone-sign-ins/{id}/session", operation_id="finishPhoneSignIn", status_code=201)
    async def finish_phone_sign_in(terminal: FromTerminal, id: str = _ID) -> SignedIn:
        """Sign in the owner whom the identity provider has proved, once."""
        return await in_unit_of_work(lambda: phone_sign_in.finish(context, terminal.id, id))

    @routes.post("/v1/sign-in-offers", operation_id="offerSignIn", status_code=201)
    async def offer_sign_in(terminal: FromTerminal, language: Language) -> SignInOffer:
        """Offer phones to begin to sign in here; no provider hears of it until one does. The offer before ends."""
        return await in_unit_of_work(lambda: sign_in_offers.begin(context, terminal.id, language))

    @routes.get("/v1/sign-in-offers/{id}", operation_id="getSignInOffer")
    async def get_sign_in_offer(terminal: FromTerminal, id: str = _OFFER) -> SignInOffer:
        """Return how far an offer has come, with the sign-in that a phone has begun by it."""
        return await in_unit_of_work(lambda: sign_in_offers.seen(context, terminal.id, id))

    @routes.delete("/v1/sign-in-offers/{id}", operation_id="endSignInOffer", status_code=204, response_class=Response)
    async def end_sign_in_offer(terminal: FromTerminal, id: str = _OFFER) -> None:
        """End an offer and the sign-in that a phone has begun by it; once it is gone, asking again changes nothing."""
        await in_unit_of_work(lambda: sign_in_offers.end(context, terminal.id, id))

    return routes
