"""Signing in (車主登入) and out."""

from __future__ import annotations

from pydantic import SecretStr

from kiosk.api_client._caller import Caller
from kiosk.api_client._route import Replay, Route
from kiosk.api_client.timing import HASH
from kiosk.contract.owners import SignedIn, SignInRequest

OPEN = Route("POST", "/v1/sessions", Replay.NEVER, HASH)
CLOSE = Route("DELETE", "/v1/session")
"""Closing twice is closing once: the second answer is `session-over`."""


class Sessions:
    """The session of the owner at this terminal."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def open(self, request: SignInRequest) -> SignedIn:
        """Sign in; raise `ApiError` (`sign-in-refused`, `sign-in-paused` with `wait`)."""
        return await self._caller.call(OPEN, SignedIn, body=request)

    async def close(self, session: SecretStr) -> None:
        """Sign out; raise `ApiError` (`session-over` if it has ended by itself)."""
        await self._caller.send(CLOSE, session=session)
