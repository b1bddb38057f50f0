"""The code by which a terminal is enrolled: which invitation it is, and the proof that it was meant for this terminal.

People read it aloud and type it: `7KQM-3W9P-X2AB`.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from kiosk.domain import read_aloud

ID_LENGTH: Final = 4
"""Which invitation: no secret, but which ones there are is never said."""
PROOF_LENGTH: Final = 8
"""Forty bits, as NIST SP 800-63B §4.1.2.2 asks of a binding code that comes with an identifier."""
GROUP: Final = 4
MOST_TRIES: Final = 5
"""Wrong ones that an invitation takes; the right one is worth nothing after them."""

_LENGTH = ID_LENGTH + PROOF_LENGTH
_MOST_TYPED = 3 * _LENGTH


class EnrolmentCode(NamedTuple):
    """A code in its two parts."""

    id: str
    proof: str

    def __str__(self) -> str:
        whole = self.id + self.proof
        return "-".join(whole[at : at + GROUP] for at in range(0, _LENGTH, GROUP))


def read(typed: str) -> EnrolmentCode | None:
    """Return the code that somebody typed, in whatever groups; None if it cannot be one."""
    if len(typed) > _MOST_TYPED:
        return None
    code = read_aloud.read(typed.strip()).replace("-", "")
    if len(code) != _LENGTH or set(code) - set(read_aloud.ALPHABET):
        return None
    return EnrolmentCode(code[:ID_LENGTH], code[ID_LENGTH:])
