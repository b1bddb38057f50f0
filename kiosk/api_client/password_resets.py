"""A forgotten password (忘記密碼): the number is proved by a code, then a new one is set."""

from __future__ import annotations

from kiosk.api_client._caller import Caller
from kiosk.api_client._route import Replay, Route
from kiosk.api_client.timing import HASH
from kiosk.contract.codes import CodeEntry, CodeSent
from kiosk.contract.owners import NewPassword, ResetAllowed, ResetRequest

BEGIN = Route("POST", "/v1/password-resets", Replay.NEVER, HASH)
ENTER = Route("POST", "/v1/password-resets/{id}/code", Replay.NEVER)
FINISH = Route("POST", "/v1/password-resets/{id}/password", Replay.NEVER, HASH)


class PasswordResets:
    """Three steps. The first answers the same whether the number is known or not."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def begin(self, request: ResetRequest) -> CodeSent:
        """Send a code to the number, if it is an owner's; raise `ApiError`."""
        return await self._caller.call(BEGIN, CodeSent, body=request)

    async def enter(self, flow: str, code: str) -> ResetAllowed:
        """Hand in the code and return what allows to set a password once; raise `ApiError` (`code-…`)."""
        return await self._caller.call(ENTER, ResetAllowed, body=CodeEntry(code=code), id=flow)

    async def finish(self, flow: str, password: NewPassword) -> None:
        """Set the new password; raise `ApiError` (`password-rule`, `password-common`, `flow-over`)."""
        await self._caller.send(FINISH, body=password, id=flow)
