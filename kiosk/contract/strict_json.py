"""JSON that can be read in one way only (RFC 8259 §4 leaves a key that stands there twice to the reader)."""

from __future__ import annotations

import json
from typing import Any, NoReturn


def loads(text: bytes | str) -> Any:
    """Return the value of a JSON text in UTF-8.

    Raise `json.JSONDecodeError`, which quotes nothing, for any other text, for a key that stands in an object twice,
    for NaN and infinities, for a number too long to be one, and for nesting that exhausts the stack.
    """
    try:
        return json.loads(
            text.decode("utf-8") if isinstance(text, bytes) else text,
            object_pairs_hook=once,
            parse_constant=no_constant,
        )
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, _StrictError) else "not JSON"
    # Outside of the handler: the error holds what was sent.
    raise json.JSONDecodeError(reason, "", 0)


class _StrictError(ValueError):
    """JSON, and yet not what is accepted."""


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of these pairs; raise `ValueError` for a key that is there twice."""
    content = dict(pairs)
    if len(content) != len(pairs):
        raise _StrictError("a key twice")
    return content


def no_constant(name: str) -> NoReturn:
    """Refuse what is not JSON, though Python reads it: NaN and the infinities; raise `ValueError`."""
    raise _StrictError(f"{name} is no number")
