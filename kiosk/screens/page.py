"""The frame that every page shares: header, page, footer; back, home, language, contrast and help in one place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widget import Widget

from kiosk.i18n import Message, say
from kiosk.screens.navigation import Away
from kiosk.widgets.footer import KioskFooter
from kiosk.widgets.header import KioskHeader
from kiosk.widgets.words import Words

Answer = TypeVar("Answer")


class Page(Screen[Answer | Away]):
    """One page with one question. It is made fresh for each visitor, answers once, and knows no other page."""

    AUTO_FOCUS = "#page *"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (78, "-normal"), (110, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (22, "-medium"), (34, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("home", "home", show=False),
        Binding("f1", "app.help", show=False),
        Binding("f2", "app.next_language", show=False),
        Binding("f3", "app.next_theme", show=False),
        Binding("tab,down,right", "app.focus_next", show=False),
        Binding("shift+tab,up,left", "app.focus_previous", show=False),
    ]

    can_go_back: ClassVar[bool] = True
    can_go_home: ClassVar[bool] = True
    idle_limit: float | None = 60.0
    """Seconds without a touch after which the visit ends; None where nothing can be lost, or while somebody pays."""

    def heading(self) -> Message | None:
        """Return the page's title, a sentence; None for a page without."""
        return None

    def explanation(self) -> Message | None:
        """Return the one line below the title, if it needs one."""
        return None

    def step(self) -> tuple[int, int] | None:
        """Return which step of how many this is, for an errand that counts them."""
        return None

    def compose(self) -> ComposeResult:
        yield KioskHeader()
        with Vertical(id="page"):
            heading, explanation, step = self.heading(), self.explanation(), self.step()
            if heading is not None:
                with Horizontal(id="heading"):
                    yield Words(heading, id="title")
                    if step is not None:
                        yield Words(say("step", number=step[0], of=step[1]), id="step")
            if explanation is not None:
                yield Words(explanation, id="explanation")
            yield from self.compose_page()
            secondary, primary = list(self.secondary_actions()), self.primary_action()
            if secondary or primary is not None:
                with Horizontal(id="actions"):
                    yield from secondary
                    yield Horizontal(id="actions-gap")
                    if primary is not None:
                        yield primary
        yield KioskFooter(back=self.can_go_back, home=self.can_go_home)

    def compose_page(self) -> ComposeResult:
        """Yield the page's own widgets."""
        yield from ()

    def secondary_actions(self) -> Iterable[Widget]:
        """Return what can be done besides, for the lower left."""
        return ()

    def primary_action(self) -> Widget | None:
        """Return the one thing to do next, for the lower right."""
        return None

    def action_back(self) -> None:
        if self.can_go_back:
            self.dismiss(Away.BACK)

    def action_home(self) -> None:
        if self.can_go_home:
            self.dismiss(Away.HOME)
