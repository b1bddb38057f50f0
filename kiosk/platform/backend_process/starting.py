"""Progress of a starting backend: a line of JSON on standard error, for its supervisor.

`{"event": "starting", "stage": "city", "percent": 40, …}`; other lines are the log's. Standard library only: the
kiosk reads it before its first page needs anything else.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

EVENT = "starting"


class Stage(StrEnum):
    """What is being done before the first request can be answered."""

    WAITING = "waiting"
    """Another process prepares the same data, and is waited for."""
    TABLES = "tables"
    """The database's tables are brought up to date."""
    CITY = "city"
    """The demo's city is being made; `percent` says how much of it there is."""


class Progress(NamedTuple):
    """How far a start has come; `percent` is 0 to 100, None where it is unknown."""

    stage: Stage
    percent: int | None = None


def progress_in(line: str) -> Progress | None:
    """Return what a line of a backend's standard error says of its start; None for any other line."""
    if f'"{EVENT}"' not in line:
        return None
    import json  # after the first frame

    try:
        found = json.loads(line)
        if not isinstance(found, dict) or found.get("event") != EVENT:
            return None
        stage = Stage(str(found.get("stage")))
    except (ValueError, RecursionError):
        return None
    percent = found.get("percent")
    if not isinstance(percent, int) or isinstance(percent, bool):
        return Progress(stage)
    return Progress(stage, min(100, max(0, percent)))
