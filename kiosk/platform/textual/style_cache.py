"""Keeping no widget that has gone, for the sake of two background colours.

Textual works out a widget's two background styles in a method with `lru_cache`, which has the widget's lines for a key:
a thousand widgets of pages that were left stay alive with all that they painted, which is what visitors typed, and the
garbage collector goes through a third of a million objects. Here the cache is a function of the two colours.

https://github.com/Textualize/textual/issues/6665
"""

from __future__ import annotations

from functools import lru_cache

from textual._styles_cache import StylesCache
from textual.color import Color
from textual.style import Style

_inner_outer = StylesCache.get_inner_outer.__wrapped__


@lru_cache(maxsize=1024)
def _of_colours(base_background: Color, background: Color) -> tuple[Style, Style]:
    return _inner_outer(None, base_background, background)


def _get_inner_outer(_cache: StylesCache, base_background: Color, background: Color) -> tuple[Style, Style]:
    return _of_colours(base_background, background)


def keep_no_widgets() -> None:
    """Have Textual work out the two backgrounds from the colours only, from now on."""
    StylesCache.get_inner_outer = _get_inner_outer  # type: ignore[method-assign, assignment]
