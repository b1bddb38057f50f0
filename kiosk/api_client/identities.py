"""Accounts elsewhere (台北通, LINE, Google) that are linked to the owner's, by way of the owner's phone."""

from __future__ import annotations

from pydantic import SecretStr

from kiosk.api_client._caller import Caller
from kiosk.api_client._route import Replay, Route
from kiosk.contract.identity import IdentityProvider, IdentityProviders, Linking

LIST = Route("GET", "/v1/identities")
START = Route("POST", "/v1/identities/{provider}/links", Replay.NEVER)
GET = Route("GET", "/v1/identity-links/{id}")
UNLINK = Route("DELETE", "/v1/identities/{provider}")


class Identities:
    """Each call may raise `ApiError`, among them `session-over` when the session has ended."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def list(self, session: SecretStr) -> tuple[IdentityProvider, ...]:
        """Return the providers, and where the owner is linked; none where linking is switched off."""
        return (await self._caller.call(LIST, IdentityProviders, session=session)).providers

    async def start(self, session: SecretStr, provider: str) -> Linking:
        """Begin a link; raise `ApiError` (`identity-provider-down`, `identity-off`)."""
        return await self._caller.call(START, Linking, session=session, provider=provider)

    async def get(self, session: SecretStr, id: str) -> Linking:
        """Return how far a link has come."""
        return await self._caller.call(GET, Linking, session=session, id=id)

    async def unlink(self, session: SecretStr, provider: str) -> None:
        """End a link."""
        await self._caller.send(UNLINK, session=session, provider=provider)
