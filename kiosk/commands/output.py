"""Data on its way to standard output: what stands in a database or came over a line is never obeyed by a terminal."""

from __future__ import annotations

import json
import sys
from typing import Any

from kiosk.domain.text import clean
from kiosk.platform.streams import is_utf8


def print_json(value: Any) -> None:
    """Print one JSON text on one line, readable where it can be, and escaped where a terminal would obey it.

    In an encoding that cannot take every character, all of it is ASCII: JSON stays whole.
    """
    text = json.dumps(value, ensure_ascii=not is_utf8(sys.stdout.encoding))
    if not text.isprintable():
        # JSON itself escapes C0 alone: not DEL, not C1, no marks of direction.
        text = "".join(sign if sign.isprintable() else json.dumps(sign)[1:-1] for sign in text)
    sys.stdout.write(text + "\n")


def print_line(*columns: str) -> None:
    """Print cells with two blanks between them, on one line whatever they hold."""
    sys.stdout.write("  ".join(map(one_line, columns)) + "\n")


def one_line(text: str) -> str:
    """Return a text as it can be shown within a line."""
    return clean(text).replace("\n", " ").replace("\t", " ")
