"""Which step of registering a page is, drawn as a mark."""

from __future__ import annotations

from textual.widget import Widget

from kiosk.widgets.ground.step_mark import StepMark


class Stepped:
    """A page that may be a step of registering: to be named before `Page` among a page's bases."""

    _step: tuple[int, int] | None
    """Which step of how many; None where the page is asked for by itself."""

    def step(self) -> tuple[int, int] | None:
        return self._step

    def step_mark(self, number: int, of: int) -> Widget:
        return StepMark(number, of, id="step")
