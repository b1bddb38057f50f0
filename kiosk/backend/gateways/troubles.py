"""How calls to simulated gateways go wrong."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trouble:
    """How a call goes wrong."""

    code: str | None = None
    """Answered in place of what is so."""
    silent: bool = False
    """The answer does not come before `release`."""
    done: bool = False
    """Whether the call has its effect all the same."""
    status: int = 200
    garbage: bool = False
    """A page for people is answered."""
