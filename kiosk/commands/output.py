"""Data on its way to standard output: what stands in a database or came over a line is never obeyed by a terminal."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

from kiosk.domain.text import clean
from kiosk.platform.terminal.streams import is_utf8

if TYPE_CHECKING:
    from rich.console import Console


def print_json(value: Any) -> None:
    """Print one JSON text on one line, readable where it can be, and escaped where a terminal would obey it.

    In an encoding that cannot take every character, all of it is ASCII: JSON stays whole.
    """
    text = json.dumps(value, ensure_ascii=not is_utf8(sys.stdout.encoding))
    if not text.isprintable():
        # JSON itself escapes C0 only: not DEL, not C1, no bidi controls.
        text = "".join(sign if sign.isprintable() else json.dumps(sign)[1:-1] for sign in text)
    sys.stdout.write(text + "\n")


def print_line(*columns: str) -> None:
    """Print cells with two blanks between them, on one line whatever they hold."""
    sys.stdout.write("  ".join(map(one_line, columns)) + "\n")


def one_line(text: str) -> str:
    """Return a text as it can be shown within a line."""
    return clean(text).replace("\n", " ").replace("\t", " ")


def counted(number: int, one: str, several: str = "") -> str:
    """Return how many things there are, in English: `1 ticket`, `1,000 tickets`."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def console(*, width: int | None = None) -> Console:
    """Return what draws tables on standard output; where there is no terminal, or with NO_COLOR, in plain text.

    By default the library applies NO_COLOR to colours only and still writes bold.
    """
    from rich.console import Console

    return Console(
        file=sys.stdout,
        color_system=None if os.environ.get("NO_COLOR") else "auto",
        highlight=False,
        markup=False,
        emoji=False,
        width=width,
    )
