"""Bars, one for each hour of the day: what was paid stands full in what was begun."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from textual.color import Color
from textual_plotext import PlotextPlot

_HOURS: list[float] = [float(hour) for hour in range(24)]
_EVERY = 3
"""Hours between two that are named below the bars."""


class Hour(NamedTuple):
    """What happened within one hour."""

    begun: int
    paid: int


class HourBars(PlotextPlot):
    """The bars of a day. They are drawn anew only when a figure is another one, or the theme changes.

    What is begun and what is paid differ by their filling; colour says it once more. The library knows no wide letters:
    all words stand beside it.
    """

    DEFAULT_CSS = "HourBars { width: 1fr; height: 8; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._hours: dict[int, Hour] | None = None

    def on_mount(self) -> None:
        super().on_mount()
        self.app.theme_changed_signal.subscribe(self, lambda _: self._draw())
        self._draw()

    def show(self, hours: Mapping[int, Hour]) -> None:
        """Show these figures; an hour that is left out had none."""
        if hours != self._hours:
            self._hours = dict(hours)
            self._draw()

    def _draw(self) -> None:
        hours = self._hours or {}
        begun = [hours.get(hour, Hour(0, 0)).begun for hour in range(24)]
        paid = [hours.get(hour, Hour(0, 0)).paid for hour in range(24)]
        most = max(*begun, 2)
        self.plt.clear_figure()
        self.plt.bar(_HOURS, begun, marker="░", color=self._rgb("warning"), width=0.7)
        self.plt.bar(_HOURS, paid, marker="█", color=self._rgb("success"), width=0.7)
        self.plt.ylim(0, most)
        self.plt.yticks([0, most // 2, most], [str(0), str(most // 2), str(most)])
        self.plt.xticks(_HOURS[::_EVERY], [f"{hour:.0f}" for hour in _HOURS[::_EVERY]])
        self.refresh()

    def _rgb(self, name: str) -> tuple[int, int, int]:
        return Color.parse(self.app.theme_variables[name]).rgb
