"""Paths from templates. Every identifier in a path passes here, since identifiers come from outside."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

_FIELD = re.compile(r"\{([a-z_]+)\}")
_LONGEST = 200


class PathError(ValueError):
    """An identifier that would not stay one segment of its path. The text does not hold it."""


def fill(template: str, **parameters: str) -> str:
    """Return the path of `template` (`/v1/payments/{id}`) with each parameter percent-encoded as one segment.

    Raise `PathError` for an empty, overlong or dotted segment, also one that becomes dotted when it is decoded once or
    twice more on its way, and for text that is not Unicode.
    """
    return _FIELD.sub(lambda found: _segment(found[1], parameters[found[1]]), template)


def _segment(name: str, value: str) -> str:
    if not value or len(value) > _LONGEST:
        raise PathError(f"{name}: empty or too long")
    try:
        encoded = quote(value, safe="")
    except UnicodeEncodeError:
        encoded = ""
    if not encoded or unquote(unquote(value)) in {".", ".."}:
        raise PathError(f"{name}: not a segment of a path")
    return encoded
