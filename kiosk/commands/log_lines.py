"""A line of a kiosk's or a backend's log: taken apart, held against a filter, and shown to the user who follows it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rich.text import Text

from kiosk.commands.output import one_line
from kiosk.domain.dates import taipei

LONGEST = 100_000
"""Characters of a line that are looked at."""

_STATUS = re.compile(r"[1-5](xx|[0-9]{2})\Z")
_FIRST = ("event", "method", "route", "status", "problem", "ms", "milliseconds")
"""What a line is about, in this order; the other fields follow with their names."""
_APART = {"at", "level", "logger"}
_STYLES = {"warning": "yellow", "error": "bold red", "critical": "bold red"}


_Fits = Callable[[Mapping[str, Any], str], bool]


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was written; `fields` is empty where it is no JSON object, as the words of another program."""

    text: str
    fields: Mapping[str, Any]

    @property
    def at(self) -> str:
        """Return the moment as written (ISO 8601, UTC), "" where there is none: texts of it sort as the moments do."""
        found = self.fields.get("at")
        return found if isinstance(found, str) else ""


def line_of(text: str) -> Line:
    """Take a line apart."""
    text = text.rstrip("\r\n")[:LONGEST]
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    return Line(text, found if isinstance(found, dict) else {})


@dataclass(frozen=True, slots=True)
class Filter:
    """What is wanted: each that is not empty must fit. A line without the field fits none."""

    status: str = ""
    """`503`, or `5xx` for all of them."""
    route: str = ""
    """The beginning of a route's template: `/v1/payments`."""
    terminal: str = ""
    request: str = ""
    """The id of a request."""
    support: str = ""
    """A support code as it is written: `S-7ZK3M0W`."""

    def fits(self, line: Line) -> bool:
        """Say whether a line is wanted; one that is no JSON is wanted where nothing in particular is."""
        return all(fits(line.fields, wanted) for wanted, fits in self._asked() if wanted)

    def _asked(self) -> tuple[tuple[str, _Fits], ...]:
        return (
            (self.status, lambda fields, wanted: _same_status(str(fields.get("status", "")), wanted)),
            (self.route, lambda fields, wanted: str(fields.get("route", "")).startswith(wanted)),
            (self.terminal, lambda fields, wanted: fields.get("terminal") == wanted),
            (self.request, lambda fields, wanted: fields.get("request_id") == wanted),
            (self.support, lambda fields, wanted: wanted in (fields.get("support"), fields.get("support_code"))),
        )


def is_status(text: str) -> bool:
    """Say whether a text is a status or a class of them, such as 503 or 5xx."""
    return _STATUS.match(text) is not None


def _same_status(status: str, wanted: str) -> bool:
    return status[:1] == wanted[:1] if wanted.endswith("xx") else status == wanted


def shown(line: Line) -> Text:
    """Return a line for a reader: when, what, and the other fields by name. What stands there is never obeyed."""
    if not line.fields:
        return Text(one_line(line.text))
    level = str(line.fields.get("level", ""))
    text = Text(_when(line.at), style="dim")
    for name in _FIRST:
        if name in line.fields:
            value = _value(line.fields[name])
            text.append("  " if name == "event" else " ")
            text.append(f"{value} ms" if name in {"ms", "milliseconds"} else value, style=_STYLES.get(level, ""))
    for name, found in line.fields.items():
        if name not in _APART and name not in _FIRST:
            text.append(f" {one_line(name)}=", style="dim")
            text.append(_value(found))
    return text


def _when(at: str) -> str:
    try:
        return f"{taipei(datetime.fromisoformat(at)):%m-%d %H:%M:%S}"
    except ValueError:
        return one_line(at) or "-"


def _value(found: object) -> str:
    return one_line(found if isinstance(found, str) else json.dumps(found, ensure_ascii=False))
