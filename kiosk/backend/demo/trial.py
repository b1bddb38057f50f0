"""Who may try the demo's desk, and what is prepared there, from `assets/demo/desk.toml`. Standard library only.

The process that draws the desk reads it as well, which loads nothing else of the backend.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from kiosk.platform.machine.paths import assets


@dataclass(frozen=True, slots=True)
class TrialStaff:
    """Somebody with an account in the demo."""

    name: str
    display_name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrialSituation:
    """Something that a person at the counter says."""

    name: str
    key: str
    """What a clerk types to meet it; empty where it is no business of one person's."""
    car: str | None
    """The plate of the vehicle that it is about."""


@cache
def staff() -> tuple[TrialStaff, ...]:
    """Return the people, in the order of the file."""
    return tuple(TrialStaff(one["name"], one["display_name"], tuple(one["roles"])) for one in _content()["staff"])


@cache
def situations() -> tuple[TrialSituation, ...]:
    """Return the situations that are there from the start and listed at the desk, in the order of the file."""
    return _situations("situation")


@cache
def troubles() -> tuple[TrialSituation, ...]:
    """Return those that are brought about only by name, in the order of the file."""
    return _situations("trouble")


def _situations(kind: str) -> tuple[TrialSituation, ...]:
    return tuple(TrialSituation(one["name"], one.get("key", ""), one.get("car")) for one in _content()[kind])


@cache
def _content() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((assets() / "demo" / "desk.toml").read_text(encoding="utf-8"))
