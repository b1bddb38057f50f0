"""What all pages for phones have in common: their headers, which addresses are theirs, and the page for all others.

A phone that follows a link is never answered with JSON, whatever became of the link.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.datastructures import Headers
from starlette.types import Scope

from kiosk.backend.http.languages import read_in
from kiosk.backend.http.written import spoken
from kiosk.backend.phone_headers import phone_headers
from kiosk.i18n import say

FOLDER = Path(__file__).parent / "templates"
CSS = (FOLDER / "payer.css").read_text(encoding="utf-8")
HEADERS = phone_headers(CSS)

FIRST = frozenset({"p", "r", "id", "t", "s", "n"})
"""The first part of the addresses that phones open, in small letters: a payment, what is taken along, an account to be
linked, a field to be filled in, signing in at the terminal, a new number."""


_TRY_AFTER = 3


def for_phones(scope: Scope) -> bool:
    """Return whether a request is somebody's phone following a link, or a browser that has lost its way."""
    first = str(scope["path"]).strip("/").partition("/")[0]
    if first.lower() in FIRST:
        return True
    return first != "v1" and "text/html" in Headers(scope=scope).get("accept", "")


def lost(scope: Scope, status: int, headers: Mapping[str, str] | None = None) -> HTMLResponse:
    """Return the page for what has none, in the phone's language."""
    return _page(scope, "broken" if status >= 500 else "lost", status, headers)


def busy(scope: Scope, status: int = 503) -> HTMLResponse:
    """Return the page for one that cannot be read at this moment, in the phone's language."""
    return _page(scope, "busy", status, {"Retry-After": str(_TRY_AFTER)})


def _page(scope: Scope, what: str, status: int, headers: Mapping[str, str] | None) -> HTMLResponse:
    content = ENVIRONMENT.get_template("lost.html").render(
        **spoken(read_in(scope)),
        css=Markup(CSS),  # noqa: S704 - our own file
        title=say(f"phone-{what}-title"),
        text=say(f"phone-{what}-text"),
        next=say(f"phone-{what}-next"),
    )
    return HTMLResponse(content, status_code=status, headers={**HEADERS, **(headers or {})})


ENVIRONMENT = Environment(
    loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, auto_reload=False
)
