"""Short codes that a visitor reads aloud and the desk looks up: `K-4F2A`."""

from __future__ import annotations

import hashlib


def support_code(request_id: str) -> str:
    """Return the code of one request: the letter K and four hexadecimal digits of its id's SHA-256."""
    return "K-" + hashlib.sha256(request_id.encode()).hexdigest()[:4].upper()
