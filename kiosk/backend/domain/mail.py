"""E-mails to owners (電子郵件): their kinds, their lives, and when one that the server did not take is tried again."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class MailKind(StrEnum):
    """What an e-mail tells its owner. The value ends message ids: `mail-subject-…`, `mail-body-…`."""

    MOBILE_CHANGED = "mobile-changed"
    EMAIL_CHANGED = "email-changed"
    """To the address before."""
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 - no password
    PASSWORD_RESET = "password-reset"  # noqa: S105 - no password
    NUMBER_WAITS = "number-waits"
    """A new number was asked for at a counter; the only e-mail with a link, which stops it."""


class MailState(StrEnum):
    """How far an e-mail has come. It is never known whether it was read, or even delivered."""

    WAITING = "waiting"
    TAKEN = "taken"
    """The server has it."""
    FAILED = "failed"
    """Refused for good: the address or the message."""
    EXPIRED = "expired"
    """Not sent: its time was over before the server took it."""


_WAITS = (60, 300, 600, 900, 1800)
"""Seconds. A server that does not know us yet takes the second try, some minutes later (greylisting, RFC 6647)."""


def try_again_in(attempts: int) -> timedelta:
    """Return how long to wait after so many tries in vain."""
    return timedelta(seconds=_WAITS[min(max(attempts, 1), len(_WAITS)) - 1])
