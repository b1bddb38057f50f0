"""How a terminal gets its token: by a code that the office made for it."""

from __future__ import annotations

from pydantic import SecretStr

from kiosk.api_client._caller import Caller
from kiosk.api_client._route import Replay, Route
from kiosk.contract.enrolment import Enrolled, Enrolment

ENROL = Route("POST", "/v1/enrolments", Replay.NEVER)
"""A code lets in once: if the token was lost on its way, another code is needed."""


class Enrolments:
    """The call may raise `ApiError`; it needs no token."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def enrol(self, code: str) -> Enrolled:
        """Return who this terminal is from now on, and its token.

        Raise `ApiError`: `code-wrong`, `code-expired`, `flow-over` for a code that was used, `code-counter-only` after
        too many wrong ones, `too-many-requests`.
        """
        return await self._caller.call(ENROL, Enrolled, body=Enrolment(code=SecretStr(code)))
