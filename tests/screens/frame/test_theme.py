"""Both themes can be read: every colour on every ground it may stand on."""

from __future__ import annotations

from itertools import product

import pytest
from textual.color import Color
from textual.theme import Theme

from kiosk.theme import CONTRAST, DAY, FILLED, GROUNDS, LINES, TEXT, THEMES

WORDS = {DAY.name: 7.0, CONTRAST.name: 10.0}
"""WCAG 1.4.6 by day; VVSG 7.1-C in high contrast."""
SHAPES = 3.0
"""WCAG 1.4.11."""


def contrast(theme: Theme, one: str, other: str) -> float:
    """Return the contrast of two of a theme's colours, 1 to 21 (WCAG's definition)."""
    bright, dark = sorted((luminance(colour(theme, name)) for name in (one, other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def colour(theme: Theme, name: str) -> Color:
    return Color.parse(theme.variables.get(name) or getattr(theme, name))


def luminance(of: Color) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in of.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_word_can_be_read_on_every_ground(theme: Theme) -> None:
    pairs = [*product(TEXT, GROUNDS), *FILLED]
    poor = {pair: round(contrast(theme, *pair), 1) for pair in pairs if contrast(theme, *pair) < WORDS[theme.name]}
    assert poor == {}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_line_and_the_focus_can_be_seen_on_every_ground(theme: Theme) -> None:
    poor = {pair for pair in product(LINES, GROUNDS) if contrast(theme, *pair) < SHAPES}
    assert poor == set()


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_what_has_the_focus_stands_out_from_what_has_not(theme: Theme) -> None:
    assert all(contrast(theme, "focus", ground) >= SHAPES for ground in GROUNDS)
    assert contrast(theme, "on-primary", "primary") >= SHAPES  # the frame on what is filled


def test_both_themes_have_the_same_names() -> None:
    assert DAY.variables.keys() == CONTRAST.variables.keys()
