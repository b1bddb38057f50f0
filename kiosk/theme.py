"""The two looks of the terminal: a calm day theme and high contrast. Both are designed, neither is derived."""

from __future__ import annotations

from textual.theme import Theme

DAY = Theme(
    name="day",
    dark=False,
    primary="#0b6a6a",
    secondary="#3d4f52",
    accent="#0b6a6a",
    foreground="#16211f",
    background="#f4f6f5",
    surface="#ffffff",
    panel="#e3e8e6",
    success="#17633b",
    warning="#7a4a00",
    error="#a3161b",
    variables={
        "muted": "#46554f",
        "line": "#7c8a85",
        "on-primary": "#ffffff",
        "focus": "#0b6a6a",
    },
)

CONTRAST = Theme(
    name="contrast",
    dark=True,
    primary="#ffd400",
    secondary="#ffffff",
    accent="#ffd400",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    success="#8dff9a",
    warning="#ffd400",
    error="#ffb3b3",
    variables={
        "muted": "#e6e6e6",
        "line": "#bdbdbd",
        "on-primary": "#000000",
        "focus": "#ffd400",
    },
)

THEMES = (DAY, CONTRAST)
