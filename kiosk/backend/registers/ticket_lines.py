"""Lines of a file of tickets, taken apart into named cells: CSV with a head (RFC 4180), or JSON Lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kiosk.contract import strict_json

REQUIRED = ("number", "plate", "type", "parked_at", "rate", "fee")
OPTIONAL = ("issued", "left_at", "due_on", "status")

LONGEST = 10_000
"""Characters of one line of JSON."""

Cells = Mapping[str, Any]
Lines = Iterator[tuple[int, Cells | str]]
"""Each line with what it holds, by column, or why it holds nothing."""


def _csv(text: str) -> Lines:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    head: list[str] | None = None
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error:
            # Where a quotation mark is wrong, nobody knows where the next line begins.
            yield line, "not CSV from here on: look at the quotation marks"
            return
        if head is None:
            head = [cell.strip() for cell in cells]
            if reason := _wrong_head(head):
                yield line, reason
                return
        elif cells:
            if len(cells) != len(head):
                yield line, f"{len(cells)} cells where the head has {len(head)}"
            else:
                yield line, dict(zip(head, map(str.strip, cells), strict=True))
    if head is None:
        yield 1, "the head with the columns' names is missing"


def _wrong_head(head: list[str]) -> str:
    unknown = sorted(set(head) - {*REQUIRED, *OPTIONAL})
    missing = [name for name in REQUIRED if name not in head]
    if missing:
        return f"a column is missing: {', '.join(missing)}"
    if unknown:
        return f"there are columns that nobody knows; those known are {', '.join(REQUIRED + OPTIONAL)}"
    return "a column stands there twice" if len(set(head)) < len(head) else ""


def _json_lines(text: str) -> Lines:
    for line, written in enumerate(text.split("\n"), 1):
        if not written.strip():
            continue
        if len(written) > LONGEST:
            yield line, f"longer than {LONGEST:,} characters"
            continue
        try:
            found = strict_json.loads(written)
        except json.JSONDecodeError:
            yield line, "not one JSON object with each key once"
            continue
        yield line, found if isinstance(found, dict) else "not one JSON object"


FORMATS: Mapping[str, Callable[[str], Lines]] = {".csv": _csv, ".jsonl": _json_lines}
