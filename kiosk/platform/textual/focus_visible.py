"""The focus is visible while keys are used, and not after a touch.

Textual has no `:focus-visible`. A visitor who touches takes the mark of the focus for a choice that they have made; one
who types has to see where Enter goes. Here `:focus` in the style sheets of such widgets is what CSS calls
`:focus-visible`.

Not reported: a pseudo-class `:focus-visible` could match the focused widget if the last input event was a key.
"""

from __future__ import annotations

from typing import Any, cast

from textual.widget import Widget


def used_by_keys(widget: Widget) -> bool:
    """Say whether the app's visitor uses keys, as it knows in `by_keys`."""
    return bool(cast("Any", widget.app).by_keys)


class FocusSeenByKeys(Widget):
    """A widget whose focus has a style of its own only while keys are used."""

    _PSEUDO_CLASSES = Widget._PSEUDO_CLASSES | {  # noqa: SLF001
        "focus": lambda widget: widget.has_focus and used_by_keys(widget)
    }
