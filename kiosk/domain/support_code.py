"""Short codes that a visitor reads aloud and the desk looks up: `S-7ZK3M0W` of the backend, `K-4F2A9C` of the kiosk."""

from __future__ import annotations

import re

from kiosk.domain.read_aloud import ALPHABET, read

LETTERS = 7
"""Of a code that the backend has drawn: of twenty thousand, two are alike once in 170 times."""
_OWN_LETTERS = 6

_BACKENDS = re.compile(f"S-[{ALPHABET}]{{{LETTERS}}}")
SHAPE = re.compile(rf"(?:S-[{ALPHABET}]{{{LETTERS}}}|K-[{ALPHABET}]{{{_OWN_LETTERS}}})\Z")
"""What either kind looks like, and nothing that was typed does: no plate and no number."""


def of_backend(letters: str) -> str:
    """Return the code that the backend answers a problem with, of `LETTERS` random letters."""
    return f"S-{letters}"


def is_of_backend(code: str | None) -> bool:
    """Return whether this is a code as the backend makes them."""
    return code is not None and _BACKENDS.fullmatch(code) is not None


def of_kiosk(request_id: str) -> str:
    """Return the code of a request that had no answer with one, made of its id's SHA-256.

    The K says that the backend may have heard nothing of it: only the log of that terminal knows.
    """
    import hashlib  # only here: it brings a large library, and every start knows what a code looks like

    bits = int.from_bytes(hashlib.sha256(request_id.encode()).digest()[:8])
    return "K-" + "".join(ALPHABET[bits >> 5 * place & 31] for place in range(_OWN_LETTERS))


def read_code(typed: str) -> str | None:
    """Return the normalised code from what a person heard or read; None if it cannot be one."""
    letters = read(typed).replace("-", "")
    code = f"{letters[:1]}-{letters[1:]}"
    return code if SHAPE.fullmatch(code) else None
