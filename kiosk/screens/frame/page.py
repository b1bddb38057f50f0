"""The frame that every page shares: header, page, footer; back, home, language, contrast and help in one place."""

from __future__ import annotations

from collections.abc import Awaitable, Iterable
from typing import ClassVar, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.timer import Timer
from textual.widget import Widget

from kiosk.i18n import Message, say
from kiosk.platform.terminal.typing_app import TextBox
from kiosk.platform.textual.dismissal import DismissedOnce
from kiosk.platform.textual.focus_painting import FocusPaintsItself
from kiosk.platform.textual.leaving import DeafOnceAnswered
from kiosk.platform.textual.leaving_workers import EndsItsWorkFirst
from kiosk.platform.textual.painting import SparinglyPainted
from kiosk.platform.textual.screen_size import SizedScreen
from kiosk.screens.frame.navigation import Away
from kiosk.widgets.ground.footer import KioskFooter
from kiosk.widgets.ground.header import KioskHeader
from kiosk.widgets.ground.starting import of_start
from kiosk.widgets.ground.too_small import COLUMNS, FULL_COLUMNS, ROWS, TooSmall, least_rows
from kiosk.widgets.ground.words import Words, app_of

Answer = TypeVar("Answer")
Result = TypeVar("Result")

REACH = 26
"""Rows of a window from which the footer is three rows high, for a finger."""

TALL = 30
"""Rows of a window from which a page has air between its parts."""

HIGH = 36
"""Rows of a window from which what matters is drawn large; such a window is `-tall` too."""

_IMPLIED = {"-high": "-tall", "-slim": "-narrow", "-reach": "-medium"}
"""Classes of windows that belong to another class too."""

_PORTRAIT = [(10_000, "-portrait")]
"""The class of windows that are higher than wide, of cells twice as high as wide; rows by themselves do not say so."""

HEADER, FOOTER, FOOTER_TALL = 1, 1, 3
"""Rows that they take, as their style sheets have it."""

MOST_ROWS = 32
"""Rows of a page at most, with the free one above and below what stands on it."""

PATIENCE = 0.2
"""Seconds before a page says that it is working: a quick answer needs no word."""

_POLL_EVERY = 0.5
"""Seconds between two polls of how far a backend is that is starting."""


class Page(
    DismissedOnce[Answer | Away],
    DeafOnceAnswered[Answer | Away],
    EndsItsWorkFirst[Answer | Away],
    SizedScreen[Answer | Away],
    SparinglyPainted[Answer | Away],
    FocusPaintsItself[Answer | Away],
):
    """One page with one question. It is made fresh for each visitor, answers once, and knows no other page."""

    AUTO_FOCUS: ClassVar[str | None] = "#page *"
    HORIZONTAL_BREAKPOINTS = [
        (0, "-tiny"),
        (COLUMNS, "-slim"),
        (FULL_COLUMNS, "-narrow"),
        (78, "-normal"),
        (110, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [
        (0, "-flat"),
        (ROWS, "-short"),
        (22, "-medium"),
        (REACH, "-reach"),
        (TALL, "-tall"),
        (HIGH, "-high"),
        *_PORTRAIT,
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("home", "home", show=False),
        Binding("f1", "app.help", show=False),
        Binding("f2", "app.next_language", show=False),
        Binding("f3", "app.next_theme", show=False),
        Binding("f4", "phone", show=False),
        Binding("f5", "app.large_print", show=False),
        # At once: what is typed behind a tab must not come before it, a password into the box for the number.
        Binding("tab", "app.focus_next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
        Binding("down,right", "app.focus_next", show=False),
        Binding("up,left", "app.focus_previous", show=False),
    ]

    can_go_back: ClassVar[bool] = True
    can_go_home: ClassVar[bool] = True
    idle_limit: float | None = 60.0
    """Seconds without a touch after which the visit ends; None where nothing can be lost, or while somebody pays."""

    fills: bool = False
    """Whether the page takes all of a window, however high: one with a code, which is as large as it can be."""

    support_code: str | None = None
    """The code by which the desk can look up a trouble of this page; the help page shows it too."""
    _late: Timer | None = None

    def room(self, *, beside: int = 0) -> Size:
        """Return the columns and rows between header and footer, less `beside` columns left and right.

        It is known before the page is laid out, for what has to be as large as it can be from the beginning.
        """
        columns, rows = self.app.size
        free = rows - HEADER - (FOOTER_TALL if rows >= REACH else FOOTER) - sum(self._air())
        return Size(max(0, columns - 2 * beside), max(0, free))

    def _air(self) -> tuple[int, int]:
        """Return the rows that stay free above the page and below it, where a window is higher than a page may be.

        In an upright window most of them are above: what is touched stays within reach.
        """
        columns, rows = self.app.size
        free = max(0, rows - HEADER - FOOTER_TALL - MOST_ROWS)
        if self.fills or not free:
            return 0, 0
        above = free * 2 // 3 if columns < 2 * rows else free // 2
        return above, free - above

    def heading(self) -> Message | None:
        """Return the page's title, a sentence; None for a page without."""
        return None

    def explanation(self) -> Message | None:
        """Return the one line below the title, if it needs one."""
        return None

    def step(self) -> tuple[int, int] | None:
        """Return which step of how many this is, for a task that counts them."""
        return None

    def step_mark(self, number: int, of: int) -> Widget:
        """Return what says which step it is."""
        # As text, which needs no number format and so no Fluent.
        return Words(say("step", number=str(number), of=str(of)), id="step")

    def compose(self) -> ComposeResult:
        yield KioskHeader()
        with Vertical(id="page") as page:
            self._give_air(page)
            heading, explanation, step = self.heading(), self.explanation(), self.step()
            if heading is not None:
                with Horizontal(id="heading"):
                    yield Words(heading, id="title")
                    if step is not None:
                        yield self.step_mark(*step)
            if explanation is not None:
                yield Words(explanation, id="explanation")
            yield from self.compose_page()
            secondary, primary = list(self.secondary_actions()), self.primary_action()
            if secondary or primary is not None:
                with Horizontal(id="actions"):
                    yield from secondary
                    yield Horizontal(id="actions-gap")
                    working = Words("working", id="working")
                    working.shrink = False
                    yield working
                    if primary is not None:
                        yield primary
        yield KioskFooter(back=self.can_go_back, home=self.can_go_home)
        yield TooSmall()

    def compose_page(self) -> ComposeResult:
        """Yield the page's own widgets."""
        yield from ()

    def secondary_actions(self) -> Iterable[Widget]:
        """Return what can be done besides, for the lower left."""
        return ()

    def primary_action(self) -> Widget | None:
        """Return the one thing to do next, for the lower right."""
        return None

    def working(self, message: Message | None) -> None:
        """Wait for an answer with this page on the screen: take no presses, and after `PATIENCE` say what for.

        The words stand beside the primary action, so the page needs one. With None, it is usable again. Back, home and
        the aids of the footer work all the while.
        """
        if self._late is not None:
            self._late.stop()
            self._late = None
        # No rule asks for it: without an update, the page is not styled anew while its visitor waits.
        self.set_class(message is not None, "-working", update=False)
        words = self.query_one("#working", Words)
        self.remove_class("-late")
        if message is not None:
            words.say(message)
            self._late = self.set_timer(PATIENCE, lambda: self._say_what_for(message))

    def _say_what_for(self, message: Message) -> None:
        self.add_class("-late")
        self._update_working(message)
        self._late = self.set_interval(_POLL_EVERY, lambda: self._update_working(message))

    def _update_working(self, message: Message) -> None:
        """Say what is waited for: a backend that is still starting is waited for before all else."""
        app, words = app_of(self), self.query_one("#working", Words)
        doing = of_start(app.backend_progress) if app.backend_state == "starting" else message
        if words.message != doing:
            words.say(doing)

    async def waiting_for(self, answer: Awaitable[Result], message: Message) -> Result:
        """Return what `answer` brings, and show `message` for as long as that takes."""
        self.working(message)
        try:
            return await answer
        finally:
            if self.is_attached and not self._pruning:
                self.working(None)

    def before_size(self) -> None:
        for page in self.query("#page"):
            self._give_air(page)

    def _give_air(self, page: Widget) -> None:
        above, below = self._air()
        page.styles.margin = (above, 0, below, 0)

    def _get_breakpoint_classes(self, dimension: int, breakpoints: list[tuple[int, str]]) -> set[str]:
        classes = super()._get_breakpoint_classes(dimension, breakpoints)
        if breakpoints == self.VERTICAL_BREAKPOINTS and dimension < least_rows(self.app.size.width):
            return {"-flat"}
        if breakpoints == self.VERTICAL_BREAKPOINTS and self.app.size.width < 2 * dimension:
            classes |= {name for _, name in _PORTRAIT}
        return classes | {_IMPLIED[name] for name in classes if name in _IMPLIED}

    def text_box(self) -> TextBox | None:
        """Return what a character that is typed now goes into."""
        return cast("TextBox", self.focused) if hasattr(self.focused, "put_back_later") else None

    def begin_with(self, text: str) -> bool:
        """Begin a task with what is typed or pasted; return whether the page does such a thing.

        The app asks before any widget hears of the key, so that what follows at once comes behind it.
        """
        return False

    def scanned(self, text: str, *, entered: bool) -> bool:
        """Take what was scanned, with an Enter behind it or without; return whether it means anything on this page."""
        return False

    def action_phone(self) -> None:
        """Pull out the demo's phone, or push it back, where there is one."""
        from kiosk.widgets.phone.phone_drawer import PhoneDrawer  # not for the first page, which has none

        for drawer in self.query(PhoneDrawer):
            drawer.toggle()

    def action_back(self) -> None:
        if self.can_go_back:
            self.dismiss(Away.BACK)

    def action_home(self) -> None:
        if self.can_go_home:
            self.dismiss(Away.HOME)
