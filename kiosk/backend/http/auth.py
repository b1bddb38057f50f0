"""Which terminal asks."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Request
from fastapi.openapi.models import HTTPBearer
from fastapi.security.base import SecurityBase

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.http.threads import in_look, in_unit_of_work
from kiosk.backend.terminals.enrolment import Recognition
from kiosk.contract.problems import ProblemKind

_LONGEST = 128
"""Characters of a token; ours have 43."""


class DeviceAuth(SecurityBase):
    """The dependency that returns the id of the terminal that asks; it raises `Refusal` (`UNAUTHENTICATED`)."""

    def __init__(
        self,
        recognition: Recognition,
        admit: Callable[[str], None] | None = None,
        note: Callable[[str, str], None] = lambda _id, _agent: None,
    ) -> None:
        """Let enrolled terminals in, and guests where `admit` says so; `note` is given each enrolled one that asks.

        `note` is given its device id and what it calls itself (`User-Agent`).

        `admit` is given a guest's terminal id, in a unit of work, and raises `Refusal` where the guest's allowance is
        used up. Without it, guests are refused (`NOT_FOR_GUESTS`).
        """
        self.model = HTTPBearer(description="The terminal's token")
        self.scheme_name = "device"
        self._recognition = recognition
        self._admit = admit
        self._note = note

    async def __call__(self, request: Request) -> str:
        return await self.device(bearer(request), request.headers.get("user-agent", ""))

    async def device(self, token: str, agent: str = "") -> str:
        """Return the id of a token's device; raise `Refusal`. Nearly always without a look at the database."""
        found = self._recognition.remembered(token)
        if found is None:
            found = await in_look(lambda: self._recognition.look_up(token))
        if found is None:
            raise Refusal(ProblemKind.UNAUTHENTICATED)
        if found.guest:
            await self._let_in(found.id)
        else:
            self._note(found.id, agent)
        return found.id

    async def _let_in(self, guest: str) -> None:
        admit = self._admit
        if admit is None:
            raise Refusal(ProblemKind.NOT_FOR_GUESTS)
        await in_unit_of_work(lambda: admit(guest))


def bearer(request: Request) -> str:
    """Return the token that a request carries; raise `Refusal` (`UNAUTHENTICATED`) if it cannot be one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or len(token) > _LONGEST:
        raise Refusal(ProblemKind.UNAUTHENTICATED)
    return token
