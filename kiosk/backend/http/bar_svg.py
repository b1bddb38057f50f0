"""Code 39 as an SVG that stands in a page: real bars, sharp at every size, and nothing to load."""

from __future__ import annotations

import math

from markupsafe import Markup

from kiosk.domain import code39

RATIO = 3
"""A wide bar is three narrow ones: it is read from farther away than with two (measured)."""


def drawn(text: str) -> Markup:
    """Return the code of a text with its quiet zones, black on white; a unit of the picture is a narrow bar.

    Raise `NotCode39Error`.
    """
    width = code39.length(len(text), ratio=RATIO)
    height = math.ceil(width * code39.LOWEST)
    path = "".join(f"M{code39.QUIET + at} 0h{wide}v{height}h-{wide}z" for at, wide in code39.bars(text, ratio=RATIO))
    # Digits, capitals and our own signs: the alphabet has nothing that means something to a page.
    return Markup(  # noqa: S704
        f'<svg class="bars" viewBox="0 0 {width} {height}" role="img" aria-label="{text}">'
        f'<path fill="#fff" d="M0 0h{width}v{height}H0z"/><path fill="#000" d="{path}"/></svg>'
    )
