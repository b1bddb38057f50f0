"""Reading a request's body without trusting its length."""

from __future__ import annotations

from fastapi import Request


class BodyTooLargeError(Exception):
    """A body longer than allowed; the rest of it was not read."""


async def read_body(request: Request, most: int) -> bytes:
    """Return the body as it was sent; raise `BodyTooLargeError` as soon as it exceeds `most` bytes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise BodyTooLargeError
    return bytes(body)
