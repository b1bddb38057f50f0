"""The forms of pages for phones: what one holds, whether it was sent from a page of ours, and what comes back."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from urllib.parse import parse_qs, urlsplit

from fastapi import Request, Response

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.http.bodies import BodyTooLargeError, read_body
from kiosk.backend.http.phone_pages import busy, lost
from kiosk.backend.store.database import DatabaseBusyError, DatabaseLostError, StorageFullError
from kiosk.contract.problems import ProblemKind

MAX_FORM = 4096
"""Bytes of a form that holds a token and a choice."""

_TROUBLE = (DatabaseBusyError, DatabaseLostError, StorageFullError)
_TRY_AFTER = 3

Form = Mapping[str, list[str]]


async def read_form(request: Request, most: int = MAX_FORM) -> Form:
    """Return the fields of a form of at most so many bytes; none of one that is larger or cannot be read."""
    try:
        body = (await read_body(request, most)).decode("utf-8", "replace")
        return parse_qs(body, max_num_fields=8, keep_blank_values=True)
    except (BodyTooLargeError, ValueError):
        return {}


def field(form: Form, name: str) -> str:
    """Return what stands in a field, nothing where there is no such field."""
    return form.get(name, [""])[0]


async def answered(request: Request, work: Awaitable[Response]) -> Response:
    """Return what the work answers, and a page in the phone's language for what it refuses or cannot be asked."""
    try:
        return await work
    except Refusal as refusal:
        return busy(request.scope) if refusal.kind is ProblemKind.BUSY else lost(request.scope, 404)
    except _TROUBLE:
        return lost(request.scope, 503, {"Retry-After": str(_TRY_AFTER)})


def sent_from_here(headers: Mapping[str, str], public_url: str) -> bool:
    """Return whether a form was sent by a page of ours, as far as the browser says (Fetch metadata, RFC 6454).

    A browser that says nothing is believed, since the form's token stands for the page as well.
    """
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin", "null").lower()
    if origin == "null":
        return True
    try:
        # A proxy may pass another host on than the one that phones know, or the same.
        return urlsplit(origin).netloc in (headers.get("host", "").lower(), urlsplit(public_url.lower()).netloc)
    except ValueError:
        return False
