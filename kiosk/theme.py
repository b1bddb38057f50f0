"""The two themes of the terminal: a calm day theme and high contrast. Both are designed, neither is derived.

Three greys (text, muted text, lines), one civic teal, and red for what is overdue or wrong, always with a word. Text is
readable at 7:1 by day and 10:1 in high contrast, lines and focus at 3:1 (WCAG 1.4.6 and 1.4.11, VVSG 7.1-C). A test
walks every pair of `TEXT`, `LINES` and `GROUNDS`.
"""

from __future__ import annotations

from textual.theme import Theme

GROUNDS = ("background", "surface", "panel", "faint")
"""What words stand on: the page, a card, a key, a key that hardly anybody needs now."""

TEXT = ("foreground", "muted", "primary", "success", "warning", "error")
"""What words are written in, on each of the grounds."""

LINES = ("line", "focus")
"""What frames and focus are drawn in, on each of the grounds."""

FILLED = (
    ("on-primary", "primary"),
    ("on-band", "band"),
    ("muted-on-band", "band"),
    ("background", "success"),
    ("background", "foreground"),
)
"""Words on a fill: the primary action and what is chosen, the header, and the cursor of a field."""

DAY = Theme(
    name="day",
    dark=False,
    primary="#085252",
    secondary="#3b4a46",
    accent="#085252",
    foreground="#14201e",
    background="#f6f8f7",
    surface="#ffffff",
    panel="#e4eae8",
    success="#14532f",
    warning="#6b3f00",
    error="#8f1218",
    variables={
        "muted": "#3b4a46",
        "faint": "#eef2f1",
        "line": "#6f7f79",
        "focus": "#085252",
        "on-primary": "#ffffff",
        "band": "#085252",
        "on-band": "#ffffff",
        "muted-on-band": "#e0f0ee",
    },
)

CONTRAST = Theme(
    name="contrast",
    dark=True,
    primary="#ffd400",
    secondary="#e8e8e8",
    accent="#ffd400",
    foreground="#ffffff",
    background="#000000",
    surface="#161616",
    panel="#1c1c1c",
    success="#9dffa8",
    warning="#ffd400",
    error="#ffb8b8",
    variables={
        "muted": "#e8e8e8",
        "faint": "#0d0d0d",
        "line": "#bdbdbd",
        "focus": "#ffd400",
        "on-primary": "#000000",
        "band": "#1c1c1c",
        "on-band": "#ffffff",
        "muted-on-band": "#e8e8e8",
    },
)

THEMES = (DAY, CONTRAST)
