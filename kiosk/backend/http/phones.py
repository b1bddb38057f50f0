"""The pages for phones on a socket of their own: nothing else of the service can be reached there."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from kiosk.backend.http.phone_pages import FIRST, lost
from kiosk.backend.http.threads import asked_by_phone

MOST, MOST_FROM_ONE = 200, 16
"""Connections of all phones, and of one of them."""

_OPEN = frozenset({*((first,) for first in FIRST), ("v1", "providers"), ("v1", "text-receipts")})
"""The beginnings of what `public_url` stands for: links that phones open, and where companies send their messages."""


class PhonesOnly:
    """Wraps the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not is_open(scope["path"]):
            await lost(scope, 404)(scope, receive, send)
        else:
            with asked_by_phone():
                await self._app(scope, receive, send)


def is_open(path: str) -> bool:
    """Return whether a path is there for everybody."""
    parts = [part.lower() for part in path.split("/")[1:]]
    return (parts[0] if parts else "",) in _OPEN or tuple(parts[:2]) in _OPEN
