"""What an examination of this machine finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.i18n import Message, say


class Mark(StrEnum):
    """How it stands. Only a failure must be mended."""

    OK = "ok"
    WARNING = "warning"
    FAILURE = "failure"

    def sign(self, encoding: str) -> str:
        """Return the mark as an encoding can write it."""
        sign, plain = {"ok": ("✓", "+"), "warning": ("!", "!"), "failure": ("✗", "x")}[self.value]
        return sign if can_write(sign, encoding) else plain


def can_write(text: str, encoding: str) -> bool:
    """Say whether an encoding has all characters of a text."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `fix` says what to do about it."""

    check: str
    mark: Mark
    message: Message
    fix: Message | None = None


def fine(check: str, **arguments: object) -> Finding:
    """Return that all is well; the words are the message `doctor-<check>`."""
    return Finding(check, Mark.OK, say(f"doctor-{check}", **arguments))


def doubtful(check: str, what: str, **arguments: object) -> Finding:
    """Return something that may be no harm; the words are `doctor-<check>-<what>` and `…-fix`."""
    return _amiss(check, Mark.WARNING, what, arguments)


def broken(check: str, what: str, **arguments: object) -> Finding:
    """Return something that must be mended; the words are `doctor-<check>-<what>` and `…-fix`."""
    return _amiss(check, Mark.FAILURE, what, arguments)


def _amiss(check: str, mark: Mark, what: str, arguments: dict[str, object]) -> Finding:
    id = f"doctor-{check}-{what}"
    return Finding(check, mark, say(id, **arguments), say(f"{id}-fix"))
