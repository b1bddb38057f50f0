"""The signature on requests to LINE Pay: HMAC-SHA256 with the channel's secret, Base64.

Signed are the secret, the path, what is sent (the body's bytes, or the query string without its question mark), and
the nonce, one after the other.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

CHANNEL = "X-LINE-ChannelId"
NONCE = "X-LINE-Authorization-Nonce"
SIGNATURE = "X-LINE-Authorization"


def request_signature(secret: bytes, path: str, sent: bytes, nonce: str) -> str:
    """Return the signature of a request; `sent` is the body of a POST or the query string of a GET."""
    text = secret + path.encode() + sent + nonce.encode()
    return base64.b64encode(hmac.new(secret, text, hashlib.sha256).digest()).decode()


def agree(expected: str, given: str) -> bool:
    """Compare two signatures in constant time, whatever was given."""
    return hmac.compare_digest(expected.encode(), given.encode())
