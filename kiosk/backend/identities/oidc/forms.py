"""What the simulated provider reads: forms, and a client's name and secret in a header."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Mapping
from urllib.parse import parse_qs, unquote_plus

from starlette.requests import Request

_MOST = 16 * 1024


async def read_form(request: Request) -> Mapping[str, str]:
    """Return the fields of a form, the first of each name; nothing at all of what is none."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST:
            return {}
    try:
        fields = parse_qs(body.decode("ascii", "replace"), max_num_fields=16)
    except ValueError:
        return {}
    return {name: values[0] for name, values in fields.items()}


def client(request: Request, form: Mapping[str, str]) -> tuple[str, str]:
    """Return the client's id and secret, as the header has them or else the form (RFC 6749 §2.3.1)."""
    scheme, _, pair = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return form.get("client_id", ""), form.get("client_secret", "")
    try:
        id, _, secret = b64decode(pair, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return unquote_plus(id), unquote_plus(secret)
