"""Becoming an owner (車主註冊)."""

from __future__ import annotations

from kiosk.api_client._caller import Caller
from kiosk.api_client._route import Replay, Route
from kiosk.api_client.timing import HASH
from kiosk.contract.codes import CodeEntry, CodeSent
from kiosk.contract.owners import Registered, RegistrationRequest

BEGIN = Route("POST", "/v1/registrations", Replay.NEVER, HASH)
ENTER = Route("POST", "/v1/registrations/{id}/code", Replay.NEVER)


class Registrations:
    """A draft, and the code that makes it true."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def begin(self, request: RegistrationRequest) -> CodeSent:
        """Keep what was typed and send a code; raise `ApiError` (`password-rule`, `password-common`)."""
        return await self._caller.call(BEGIN, CodeSent, body=request)

    async def enter(self, flow: str, code: str) -> Registered:
        """Hand in the code; raise `ApiError` (`code-…`, and `already-registered` once the number is proved)."""
        return await self._caller.call(ENTER, Registered, body=CodeEntry(code=code), id=flow)
