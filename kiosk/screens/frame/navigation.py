"""How a visitor leaves a page without answering it. The journeys decide what that means."""

from __future__ import annotations

from enum import Enum, auto


class Away(Enum):
    """A page's answer when the visitor did not give one."""

    BACK = auto()
    HOME = auto()
    IDLE = auto()
    """The page was not touched, and the warning ran out."""
