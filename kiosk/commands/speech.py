"""What commands say: data to standard output, everything else to standard error."""

from __future__ import annotations

import os
import sys

from kiosk.i18n import DEFAULT_LANGUAGE, LANGUAGES, Message, Texts


def texts(language: str | None = None) -> Texts:
    """Return the words of a language, or of the shell's: Chinese where its locale is Chinese, English elsewhere."""
    return Texts(language or shell_language())


def shell_language() -> str:
    """Return the locale that the shell asks for, by the rule of POSIX: `LC_ALL`, `LC_MESSAGES`, then `LANG`."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return DEFAULT_LANGUAGE if value.startswith("zh") else "en"
    return "en"


def languages() -> list[str]:
    return list(LANGUAGES)


def tell(words: Texts, message: Message) -> None:
    """Say something to the person, beside the data."""
    sys.stderr.write(words(message) + "\n")
