"""How long a password would stand, judged by zxcvbn with the person's own data among what is guessed first.

What the backend would refuse as too easy is weak: no one is to read first that a password is strong.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from threading import Lock

from kiosk.domain.common_password import Common, is_made_of
from kiosk.domain.password import Strength
from kiosk.platform.machine.paths import assets

LONGEST = 72
"""Characters that are judged: zxcvbn takes no more, and its time grows faster than the text."""

_SIGNS = frozenset("0123456789!$%(+<@[{|")
"""What zxcvbn takes for letters in disguise (`pa$$w0rd`). It tries every combination of what they may stand for."""
_MOST_SIGNS = 10
"""Different ones of them that are judged: ten, as in a telephone number, take a fifth of a second, all of them five."""

_FAIR, _STRONG = 2, 3
"""zxcvbn's scores: below 2, fewer than a million guesses; from 3 on, more than a hundred million."""

_PARTS = re.compile(r"[^\W_]+")
_LEAST = 3
"""Characters of a part of somebody's data that counts by itself."""

_judging = Lock()


def strength(password: str, own: Sequence[str] = ()) -> Strength:
    """Return how strong `password` is for somebody whose plate, number and name are `own`; takes milliseconds."""
    if password in _common() or is_made_of(password, own):
        return Strength.WEAK
    # Imported when asked for: its lists of words take four megabytes, and hardly any visitor sets a password.
    from zxcvbn import matching, zxcvbn

    # zxcvbn keeps the words of the last call in a table of its module: they are the next visitor's if left there.
    with _judging:
        try:
            score = zxcvbn(judged(password), user_inputs=list(guessable(own)))["score"]
        finally:
            matching.RANKED_DICTIONARIES.pop("user_inputs", None)
    if score < _FAIR:
        return Strength.WEAK
    return Strength.STRONG if score >= _STRONG else Strength.FAIR


@cache
def _common() -> Common:
    """Return the passwords that everybody tries first."""
    return Common.of(tomllib.loads((assets() / "passwords.toml").read_text(encoding="utf-8")))


def judged(password: str) -> str:
    """Return the part of a password that is judged; the whole of it stands no shorter."""
    signs: set[str] = set()
    for index, character in enumerate(password[:LONGEST]):
        signs.update({character} & _SIGNS)
        if len(signs) > _MOST_SIGNS:
            return password[:index]
    return password[:LONGEST]


def guessable(own: Sequence[str]) -> list[str]:
    """Return what somebody's data gives away: each text, without its separators, and its longer parts."""
    found: dict[str, None] = {}
    for text in own:
        parts = _PARTS.findall(text)
        found.update(dict.fromkeys((text, "".join(parts))))
        found.update(dict.fromkeys(part for part in parts if len(part) >= _LEAST))
    return [word for word in found if word]
