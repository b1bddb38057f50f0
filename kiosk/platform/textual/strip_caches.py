"""No caches for a line that is asked for once.

Each line of cells that Textual makes comes with seven empty caches, fourteen objects: most lines are painted once and
thrown away, and a tenth of the time from a touch to the page was spent on caches that nothing was ever put into. Here
each of them is made when it is first asked for.

Not reported: `Strip.__init__` makes seven `FIFOCache`s; a new one takes five times as long as it does without them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.segment import Segment
from textual.cache import FIFOCache
from textual.strip import Strip

_PLACES = {
    "_divide_cache": 4,
    "_crop_cache": 16,
    "_style_cache": 16,
    "_filter_cache": 4,
    "_line_length_cache": 4,
    "_crop_extend_cache": 4,
    "_offsets_cache": 4,
}
"""How much each of them keeps, as in Textual."""


def _init(strip: Strip, segments: Iterable[Segment], cell_length: int | None = None) -> None:
    strip._segments = list(segments)
    strip._cell_length = cell_length
    strip._render_cache = None
    strip._link_ids = None
    strip._cell_count = None


def _getattr(strip: Strip, name: str) -> FIFOCache[Any, Any]:
    """Make a cache that is asked for: Python comes here only where a slot is empty."""
    places = _PLACES.get(name)
    if places is None:
        raise AttributeError(name)
    made: FIFOCache[Any, Any] = FIFOCache(places)
    setattr(strip, name, made)
    return made


def make_no_caches() -> None:
    """Have lines make their caches when these are first asked for, from now on."""
    Strip.__init__ = _init  # type: ignore[method-assign, assignment]
    Strip.__getattr__ = _getattr  # type: ignore[attr-defined]
