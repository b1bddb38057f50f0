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
    """What a clerk types to meet it."""
    car: str | None
    """The plate of the vehicle that it is about."""


@cache
def staff() -> tuple[TrialStaff, ...]:
    """Return the people, in the order of the file."""
    return tuple(TrialStaff(one["name"], one["display_name"], tuple(one["roles"])) for one in _content()["staff"])


@cache
def situations() -> tuple[TrialSituation, ...]:
    """Return the situations, in the order of the file."""
    return tuple(TrialSituation(one["name"], one["key"], one.get("car")) for one in _content()["situation"])


@cache
def _content() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((assets() / "demo" / "desk.toml").read_text(encoding="utf-8"))
