"""Which owner asks: a session of theirs, on the terminal that it began on."""

from __future__ import annotations

from fastapi import Depends, Request
from fastapi.openapi.models import APIKey, APIKeyIn
from fastapi.security.base import SecurityBase

from kiosk.backend.context import Context
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.http.auth import DeviceAuth
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.owners import sessions
from kiosk.backend.owners.sessions import Session
from kiosk.contract.headers import SESSION
from kiosk.contract.problems import ProblemKind

_LONGEST = 128
"""Characters of a token; ours have 43."""


class SessionAuth(SecurityBase):
    """The dependency that returns the token which a request carries for its owner's session."""

    def __init__(self) -> None:
        self.model = APIKey.model_validate(
            {"in": APIKeyIn.header, "name": SESSION, "description": "The owner's session"}
        )
        self.scheme_name = "owner"

    async def __call__(self, request: Request) -> str:
        token = request.headers.get(SESSION, "").strip()
        if not token or len(token) > _LONGEST or not token.isascii():
            raise Refusal(ProblemKind.SESSION_OVER)
        return token


class OwnerAuth:
    """The dependency that returns the `Session`; it raises `Refusal`: `UNAUTHENTICATED` or `SESSION_OVER`."""

    def __init__(self, context: Context, device: DeviceAuth) -> None:
        session = SessionAuth()

        async def found(terminal_id: str = Depends(device), token: str = Depends(session)) -> Session:
            return await in_unit_of_work(lambda: sessions.find(context, terminal_id, token))

        self.session = found
        """To be used as `Depends(owner.session)`."""
