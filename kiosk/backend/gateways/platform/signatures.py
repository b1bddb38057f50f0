"""Signatures between us and the smart-payment platform, both ways: HMAC-SHA256 with one shared secret, hexadecimal.

- A request of ours is signed over its method, path, moment, nonce and body, one to a line.
- A message of theirs is signed over `<moment>.<body>`, the body as it was sent.

The moment is in whole seconds since 1970. The two texts cannot be taken for each other: one begins with a letter, the
other with a digit.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

TIMESTAMP = "X-Platform-Timestamp"
NONCE = "X-Platform-Nonce"
SIGNATURE = "X-Platform-Signature"

OLDEST = 300
"""Seconds that a message may have been under way."""

NEWEST = 60
"""Seconds that the other's clock may be ahead."""


def request_signature(secret: bytes, method: str, path: str, timestamp: str, nonce: str, body: bytes) -> str:
    """Return the signature of a request."""
    return _sign(secret, f"{method}\n{path}\n{timestamp}\n{nonce}\n".encode() + body)


def message_signature(secret: bytes, timestamp: str, body: bytes) -> str:
    """Return the signature of a message."""
    return _sign(secret, timestamp.encode() + b"." + body)


def agree(expected: str, given: str) -> bool:
    """Compare two signatures in constant time, whatever was given."""
    return hmac.compare_digest(expected.encode(), given.encode())


def timely(timestamp: str, now: datetime) -> bool:
    """Whether a moment lies in the window of -300 to +60 seconds around now."""
    # int() would take "１２", "1_0" and " 1 " too.
    if not (timestamp.isascii() and timestamp.isdigit()) or len(timestamp) > 12:
        return False
    age = now.timestamp() - int(timestamp)
    return -NEWEST <= age <= OLDEST


def _sign(secret: bytes, text: bytes) -> str:
    return hmac.new(secret, text, hashlib.sha256).hexdigest()
