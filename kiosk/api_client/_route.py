"""An operation of the contract: where it is, how long it may take, and whether it may be sent again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from kiosk.api_client.timing import READ, Patience


class Replay(Enum):
    """Whether a request whose answer was lost may be sent again."""

    ALWAYS = auto()
    """It asks, or doing it twice is the same as doing it once."""
    WITH_KEY = auto()
    """Only under an idempotency key."""
    NEVER = auto()
    """Each call counts or sends something, such as a code: never retried, the error goes to the caller."""


@dataclass(frozen=True, slots=True)
class Route:
    """An operation of the contract."""

    method: str
    template: str
    replay: Replay = Replay.ALWAYS
    patience: Patience = READ

    def __str__(self) -> str:
        return f"{self.method} {self.template}"
