"""Passwords (密碼): which are taken, and how they are kept.

Kept as Argon2id hashes. Making or checking one takes a sixth of a second of a core and 64 MiB: the HTTP
server does it in threads of its own, two at most (`kiosk.backend.http.threads`).
"""

from __future__ import annotations

import secrets
import unicodedata
from base64 import b64encode
from collections.abc import Iterable

from argon2 import PasswordHasher, Type
from argon2.exceptions import VerifyMismatchError
from argon2.low_level import ARGON2_VERSION

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.proof.common_passwords import common
from kiosk.contract.problems import ProblemKind
from kiosk.domain import password as rule
from kiosk.domain.common_password import is_made_of

_SALT, _HASH = 16, 32
"""Bytes."""


class Passwords:
    """Makes and checks hashes with one set of parameters; older ones are read from the hash itself."""

    def __init__(self, *, memory: int, passes: int) -> None:
        """Hash with so much memory, in KiB, and so many passes over it. OWASP's least is 19 MiB in two passes."""
        self._hasher = PasswordHasher(
            time_cost=passes, memory_cost=memory, parallelism=1, hash_len=_HASH, salt_len=_SALT, type=Type.ID
        )
        # Of no owner: as costly to check as everybody's, and no password fits it.
        head = f"$argon2id$v={ARGON2_VERSION}$m={memory},t={passes},p=1"
        self._of_no_one = f"{head}${_encoded(_SALT)}${_encoded(_HASH)}"

    def hash(self, password: str) -> str:
        """Return what is kept of a password."""
        return self._hasher.hash(_bytes(password))

    def fits(self, kept: str | None, password: str) -> bool:
        """Say whether a password is the one that was kept; just as long for an account that there is not (`None`)."""
        try:
            return self._hasher.verify(kept or self._of_no_one, _bytes(password))
        except VerifyMismatchError:
            return False

    def outdated(self, kept: str) -> bool:
        """Say whether a hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(kept)


def check_new(password: str, own: Iterable[str | None]) -> None:
    """Raise `Refusal` for a password that is not taken: `PASSWORD_RULE`, `PASSWORD_COMMON`.

    `own` is what is known of the owner: number, plates, name, e-mail address.
    """
    if not rule.keeps_rule(password):
        raise Refusal(ProblemKind.PASSWORD_RULE)
    if password in common() or is_made_of(password, [text for text in own if text]):
        raise Refusal(ProblemKind.PASSWORD_COMMON)


def _bytes(password: str) -> bytes:
    # Composed: what two keyboards write differently is the same password. Whatever comes in has a hash.
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def _encoded(length: int) -> str:
    return b64encode(secrets.token_bytes(length)).rstrip(b"=").decode()
