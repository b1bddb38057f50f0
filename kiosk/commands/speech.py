"""What commands say: data to standard output, everything else to standard error."""

from __future__ import annotations

import os
import sys

from kiosk.i18n import Message, Texts
from kiosk.languages import LANGUAGES

ELSEWHERE = "en"
"""What is said to a shell in a language that is not offered."""


def texts(language: str | None = None) -> Texts:
    """Return the words of a language, or of the shell's where we have it; else in English."""
    return Texts(language or shell_language())


def shell_language() -> str:
    """Return the locale that the shell asks for, by the rule of POSIX: `LC_ALL`, `LC_MESSAGES`, then `LANG`."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return _nearest(value.partition(".")[0].replace("_", "-"))
    return ELSEWHERE


def _nearest(wanted: str) -> str:
    """Return that language which a shell's locale names, else one of the same speech: Chinese for all of China's."""
    speech = wanted.partition("-")[0].lower()
    named = [language for language in LANGUAGES if language.lower() == wanted.lower()]
    near = [language for language in LANGUAGES if language.partition("-")[0].lower() == speech]
    return [*named, *near, ELSEWHERE][0]


def languages() -> list[str]:
    return list(LANGUAGES)


def tell(words: Texts, message: Message) -> None:
    """Say something to the person, beside the data."""
    sys.stderr.write(words(message) + "\n")
