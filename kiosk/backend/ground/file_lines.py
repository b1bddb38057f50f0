"""Lines of a file of data, taken apart into named cells: CSV with a head (RFC 4180), or JSON Lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.contract import strict_json

LONGEST = 10_000
"""Characters of one line of JSON."""

Cells = Mapping[str, Any]
Lines = Iterator[tuple[int, Cells | str]]
"""Each line with what it holds, by column, or why it holds nothing."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The names that a kind of file has."""

    required: tuple[str, ...]
    optional: tuple[str, ...]

    @property
    def known(self) -> tuple[str, ...]:
        return self.required + self.optional


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one line; `line` counts from 1, `column` is "" for the line as a whole."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.column + ': ' if self.column else ''}{self.reason}"


class FileError(ValueError):
    """A file that cannot be taken in: all its faults, in order of lines. Nothing in it quotes what stands there."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: fault.line)
        super().__init__("\n".join(map(str, self.faults)))


def content_of(path: Path, largest: int) -> tuple[bytes, str]:
    """Return the bytes of a file and its kind (`.csv`, `.jsonl`).

    Raise `FileError` for another kind and for more bytes than `largest`, `OSError` if it cannot be read.
    """
    kind = path.suffix.lower()
    if kind not in FORMATS:
        raise FileError([Fault(1, "", "the file's name ends neither in .csv nor in .jsonl")])
    with path.open("rb") as file:
        content = file.read(largest + 1)
    if len(content) > largest:
        raise FileError([Fault(1, "", f"the file is longer than {largest:,} bytes")])
    return content, kind


def lines_of(content: bytes, kind: str, columns: Columns) -> Lines:
    """Yield the lines of the bytes of a file of this kind; raise `FileError` unless they are UTF-8."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileError([Fault(line, "", "the file is not UTF-8")]) from None
    return FORMATS[kind](text, columns)


def _csv(text: str, columns: Columns) -> Lines:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    head: list[str] | None = None
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error:
            # Where a quotation mark is wrong, it is unknown where the next line begins.
            yield line, "not CSV from here on: look at the quotation marks"
            return
        if head is None:
            head = [cell.strip() for cell in cells]
            if reason := _wrong_head(head, columns):
                yield line, reason
                return
        elif cells:
            if len(cells) != len(head):
                yield line, f"{len(cells)} cells where the head has {len(head)}"
            else:
                yield line, dict(zip(head, map(str.strip, cells), strict=True))
    if head is None:
        yield 1, "the head with the columns' names is missing"


def _wrong_head(head: list[str], columns: Columns) -> str:
    unknown = sorted(set(head) - set(columns.known))
    missing = [name for name in columns.required if name not in head]
    if missing:
        return f"a column is missing: {', '.join(missing)}"
    if unknown:
        return f"there are unknown columns; those known are {', '.join(columns.known)}"
    return "a column stands there twice" if len(set(head)) < len(head) else ""


def _json_lines(text: str, columns: Columns) -> Lines:
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
        if not isinstance(found, dict):
            yield line, "not one JSON object"
        elif set(found) - set(columns.known):
            yield line, "there are unknown keys"
        else:
            yield line, found


FORMATS: Mapping[str, Callable[[str, Columns], Lines]] = {".csv": _csv, ".jsonl": _json_lines}
