"""Which device asks."""

from __future__ import annotations

from fastapi import Request
from fastapi.openapi.models import HTTPBearer
from fastapi.security.base import SecurityBase

from kiosk.backend.http.threads import in_look
from kiosk.backend.services.devices import Recognition
from kiosk.backend.services.problems import Refusal
from kiosk.contract.problems import ProblemKind

_LONGEST = 128
"""Characters of a token; ours have 43."""


class DeviceAuth(SecurityBase):
    """The dependency that returns the id of the device that asks; it raises `Refusal` (`UNAUTHENTICATED`)."""

    def __init__(self, recognition: Recognition) -> None:
        self.model = HTTPBearer(description="The device's token")
        self.scheme_name = "device"
        self._recognition = recognition

    async def __call__(self, request: Request) -> str:
        return await self.device(bearer(request))

    async def device(self, token: str) -> str:
        """Return the id of a token's device; raise `Refusal`. Nearly always without a look at the database."""
        found = self._recognition.remembered(token)
        if found is None:
            found = await in_look(lambda: self._recognition.look_up(token))
        if found is None:
            raise Refusal(ProblemKind.UNAUTHENTICATED)
        return found


def bearer(request: Request) -> str:
    """Return the token that a request carries; raise `Refusal` (`UNAUTHENTICATED`) if it cannot be one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or len(token) > _LONGEST:
        raise Refusal(ProblemKind.UNAUTHENTICATED)
    return token
