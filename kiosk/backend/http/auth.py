"""Which terminal asks: a bearer token that stands for a device."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.services.devices import Recognition
from kiosk.backend.services.problems import Refusal
from kiosk.contract.problems import ProblemKind

_MOST = 128
"""Characters of a token; ours have 43."""

_scheme = HTTPBearer(auto_error=False, scheme_name="device", description="The token of an enrolled terminal")


def device_dependency(recognition: Recognition) -> Callable[..., Awaitable[str]]:
    """Return the dependency that returns the asking device's id, or refuses."""

    async def device(credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_scheme)]) -> str:
        token = "" if credentials is None else credentials.credentials
        if not 0 < len(token) <= _MOST:
            raise Refusal(ProblemKind.UNAUTHENTICATED)
        found = recognition.remembered(token) or await in_unit_of_work(lambda: recognition.look_up(token))
        if found is None:
            raise Refusal(ProblemKind.UNAUTHENTICATED)
        return found

    return device
