"""Signing in with an account elsewhere, by way of the phone."""

from __future__ import annotations

from kiosk.api_client._caller import Caller
from kiosk.api_client._route import Replay, Route
from kiosk.contract.identity import BeginPhoneSignIn, IdentityProvider, IdentityProviders, PhoneSignIn, SignInOffer
from kiosk.contract.owners import SignedIn

LIST = Route("GET", "/v1/sign-in-providers")
BEGIN = Route("POST", "/v1/phone-sign-ins", Replay.NEVER)
GET = Route("GET", "/v1/phone-sign-ins/{id}")
FINISH = Route("POST", "/v1/phone-sign-ins/{id}/session", Replay.NEVER)
OFFER = Route("POST", "/v1/sign-in-offers", Replay.NEVER)
OFFERED = Route("GET", "/v1/sign-in-offers/{id}")
WITHDRAW = Route("DELETE", "/v1/sign-in-offers/{id}")


class PhoneSignIns:
    """Each call may raise `ApiError`."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def providers(self) -> tuple[IdentityProvider, ...]:
        """Return where an account can be that signs in here; none where that is switched off."""
        return (await self._caller.call(LIST, IdentityProviders)).providers

    async def begin(self, provider: str) -> PhoneSignIn:
        """Begin to sign in; raise `ApiError` (`identity-provider-down`, `identity-off`)."""
        return await self._caller.call(BEGIN, PhoneSignIn, body=BeginPhoneSignIn(provider=provider))

    async def get(self, id: str) -> PhoneSignIn:
        """Return how far it has come."""
        return await self._caller.call(GET, PhoneSignIn, id=id)

    async def finish(self, id: str) -> SignedIn:
        """Sign the proved owner in; raise `ApiError` (`not-found` without one)."""
        return await self._caller.call(FINISH, SignedIn, id=id)

    async def offer(self) -> SignInOffer:
        """Offer phones to begin, in place of what was offered before; raise `ApiError` (`identity-off`)."""
        return await self._caller.call(OFFER, SignInOffer)

    async def offered(self, id: str) -> SignInOffer:
        """Return how far an offer has come; raise `ApiError` (`not-found` once it is forgotten)."""
        return await self._caller.call(OFFERED, SignInOffer, id=id)

    async def withdraw(self, id: str) -> None:
        """End an offer, and the sign-in that a phone has begun by it."""
        await self._caller.send(WITHDRAW, id=id)
