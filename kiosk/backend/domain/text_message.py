"""Text messages (簡訊): their kinds, their lives, and when a message that no gateway took is tried again."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class TextKind(StrEnum):
    """What a message is about."""

    CODE = "code"
    REMINDER = "reminder"
    FLOOD = "flood"
    NOTICE = "notice"


class TextState(StrEnum):
    """How far a message has come."""

    WAITING = "waiting"
    TAKEN = "taken"
    """A gateway has it."""
    DELIVERED = "delivered"
    """The phone has it, as the gateway says."""
    FAILED = "failed"
    """Refused for good: the number or the text."""
    EXPIRED = "expired"
    """Not sent: its time was over before any gateway took it."""


_WAITS = (2, 4, 8, 15, 30)
_PATIENT_WAITS = (30, 60, 120, 300, 600)
_RECEIPT_WAITS = (60, 120, 300, 600, 1800)


def try_again_in(kind: TextKind, attempts: int) -> timedelta:
    """Return how long to wait after so many rounds in vain; somebody stands there waiting for a code."""
    return _step(_WAITS if kind is TextKind.CODE else _PATIENT_WAITS, attempts)


def ask_again_in(attempts: int) -> timedelta:
    """Return how long to wait before a gateway is asked once more what became of a message."""
    return _step(_RECEIPT_WAITS, attempts)


def _step(waits: tuple[int, ...], attempts: int) -> timedelta:
    return timedelta(seconds=waits[min(max(attempts, 1), len(waits)) - 1])


SEGMENT = 70
"""UTF-16 units that one message with Chinese in it holds; a longer one is charged, and may arrive, in pieces."""


def segments(text: str) -> int:
    """Return how many units of `SEGMENT` a text takes on the air, never less than one."""
    return max(1, -(-len(text.encode("utf-16-le")) // 2 // SEGMENT))
