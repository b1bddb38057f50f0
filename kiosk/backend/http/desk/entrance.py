"""Who asks at the desk: the session's token and the desk's own key, together or not at all."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from kiosk.backend.context import Context
from kiosk.backend.ground.principals import Clerk
from kiosk.backend.http.principal import bearer
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.staff import sessions
from kiosk.contract.desk.headers import DESK_TERMINAL


async def desk(request: Request) -> str:
    """Return the hash of the key that this desk's process has drawn; raise `Refusal` (`UNAUTHENTICATED`)."""
    return sessions.desk_hash(request.headers.get(DESK_TERMINAL, ""))


async def clerk(request: Request, at: Annotated[str, Depends(desk)]) -> Clerk:
    """Return who is signed in at this desk; raise `Refusal`: `UNAUTHENTICATED`, `SESSION_OVER`."""
    context: Context = request.app.state.context
    token = bearer(request)
    return Clerk(await in_unit_of_work(lambda: sessions.find(context, at, token)), at)


AtDesk = Annotated[str, Depends(desk)]
FromClerk = Annotated[Clerk, Depends(clerk)]
