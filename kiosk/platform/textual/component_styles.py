"""Component styles that are worked out once, and not again after each refresh.

`Widget.refresh` forgets the styles of a widget's component classes whenever the widget is painted again, although what
changes them calls `notify_style_update`. Working four of them out takes longer than painting a letter.

Not reported: `refresh` could leave `_rich_style_cache` as it is, which `notify_style_update` clears.
"""

from __future__ import annotations

from rich.style import Style
from textual.widget import Widget


class ComponentStylesKept(Widget):
    """A widget whose component styles are kept until they change."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._component_styles_kept: dict[tuple[tuple[str, ...], bool], Style] = {}

    def get_component_rich_style(self, *names: str, partial: bool = False, default: Style | None = None) -> Style:
        """Return the style of component classes, as Textual works it out."""
        kept = self._component_styles_kept.get((names, partial))
        if kept is None:
            kept = super().get_component_rich_style(*names, partial=partial, default=default)
            if default is None:
                self._component_styles_kept[names, partial] = kept
        return kept

    def notify_style_update(self) -> None:
        """Forget the styles: the theme, the classes or the state of the widget have changed."""
        super().notify_style_update()
        self._component_styles_kept.clear()
