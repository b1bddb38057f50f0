"""The signature on requests to JKOPAY: HMAC-SHA256 with the secret key, in small hexadecimal digits.

Signed is what is sent: the body's bytes, or the query string without its question mark.
"""

from __future__ import annotations

import hashlib
import hmac

KEY = "API-KEY"
DIGEST = "DIGEST"


def digest(secret: bytes, sent: bytes) -> str:
    """Return the signature of a request; `sent` is the body of a POST or the query string of a GET."""
    return hmac.new(secret, sent, hashlib.sha256).hexdigest()


def agree(expected: str, given: str) -> bool:
    """Compare two signatures in constant time, whatever was given."""
    return hmac.compare_digest(expected.encode(), given.encode())
