"""KioskApp: the look, the language, and the visitor's errand, one at a time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import events
from textual.screen import Screen

from kiosk.clock import Clock, SystemClock
from kiosk.i18n import DEFAULT_LANGUAGE, LANGUAGES, Texts, say
from kiosk.platform.machine.lockdown import LockedApp
from kiosk.platform.terminal.driver import KioskDriver
from kiosk.platform.terminal.failed_visits import OutlivingApp
from kiosk.platform.terminal.guard import ControlGuard
from kiosk.platform.terminal.kind import TerminalKind
from kiosk.platform.terminal.pictures import PicturingApp
from kiosk.platform.terminal.pointer import PointerApp
from kiosk.platform.terminal.scanner import GAP, Scanned
from kiosk.platform.terminal.typed_ahead import TypedAhead
from kiosk.platform.textual.breakpoints import SizesKnownFirst
from kiosk.platform.textual.collector import Collector
from kiosk.platform.textual.remembered_texts import forget_texts
from kiosk.platform.textual.screen_size import SizedApp
from kiosk.platform.textual.style_cache import keep_no_widgets
from kiosk.platform.textual.style_sheets import StyleSheets
from kiosk.screens.frame.idle import Idleness, IdleWarning, is_touch
from kiosk.screens.frame.navigation import Away
from kiosk.screens.frame.page import Page
from kiosk.theme import DAY, THEMES
from kiosk.widgets.ground.footer import LARGE_PRINT
from kiosk.widgets.ground.too_small import too_small
from kiosk.widgets.typing.typing_keys import rubs_out, typed

if TYPE_CHECKING:
    from kiosk.contract.service import ServiceInfo
    from kiosk.i18n import Message
    from kiosk.platform.backend_process.starting import Progress
    from kiosk.widgets.typing.text_box import TextBox


BASE = 1
"""Screens below the first page: Textual's own, empty one."""

REST = 0.1
"""Seconds between the first page and all the rest, which takes the processor for itself."""


class KioskApp(LockedApp, PicturingApp, PointerApp, SizesKnownFirst, SizedApp, OutlivingApp, inherit_bindings=False):
    """The terminal. It starts one journey after another and keeps nothing between them."""

    CSS_PATH = ["screens/frame/page.tcss", "screens/welcome/welcome.tcss"]

    scans: bool = True
    """Whether what is typed as fast as a scanner types is taken for a scan."""
    scanner_prefix: str = ""
    """What the scanners of this office type before everything else."""

    def __init__(
        self,
        journey: Callable[[KioskApp], Awaitable[None]],
        *,
        clock: Clock | None = None,
        opened: Callable[[KioskApp], Awaitable[None]] | None = None,
        language: str = DEFAULT_LANGUAGE,
    ) -> None:
        """Serve visitors with `journey`, each at first in `language`.

        `opened` is called once, after the first frame, for all that this frame can do without.
        """
        super().__init__(driver_class=KioskDriver)
        keep_no_widgets()
        self.stylesheet: StyleSheets = StyleSheets(variables=self.get_css_variables())
        self.clock: Clock = clock or SystemClock()
        self.texts = Texts(language)
        self.backend_state = "starting"
        self.service: ServiceInfo | None = None
        """What the backend tells of the office; None until it has answered."""
        self.backend_trouble: Message | None = None
        """What the staff has to know about a backend that does not start or cannot be reached, and why."""
        self.backend_progress: Progress | None = None
        """How far the start of a backend of this machine has come; None while nobody knows."""
        self.large_print = False
        """Whether the visitor wants half as much text and keys twice the size."""
        self.patience = 1.0
        """What idle limits are multiplied with; 3 for visitors who need more time (WCAG 2.2.1)."""
        self._language = language
        self._journey = journey
        self._opened = opened
        self._rest_begun = False
        self.typed_ahead = TypedAhead()
        self._idleness = Idleness(self.clock)
        self._typed_at = float("-inf")
        self._before_typing: tuple[TextBox, Callable[[], None]] | None = None
        self._collector = Collector(self.clock)
        self._filters.append(ControlGuard())
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DAY.name

    @property
    def terminal_kind(self) -> TerminalKind:
        """Return what the terminal does with block characters, unknown until it has said what it is."""
        return self._driver.terminal_kind if isinstance(self._driver, KioskDriver) else TerminalKind.UNKNOWN

    def on_mount(self) -> None:
        self.watch_loop()
        self.set_interval(0.5, self._look_for_visitor)
        self.run_worker(self._serve_visitors(), group="visitors", exclusive=True)

    def first_classes(self, screen: Screen[Any]) -> Iterable[str]:
        return (LARGE_PRINT,) if self.large_print else ()

    def post_display_hook(self) -> None:
        """Begin with all the rest once the first page has been painted, and a key that waited for it been heard."""
        if not self._rest_begun and len(self.screen_stack) > BASE:
            self._rest_begun = True
            self.set_timer(REST, self._begin_the_rest)

    def _begin_the_rest(self) -> None:
        self.stylesheet.read_ahead((Path(__file__).parent / "screens").glob("*/*.tcss"))
        if self._opened is not None:
            self.run_worker(self._opened(self), group="opened")

    async def _serve_visitors(self) -> None:
        while True:
            try:
                await self._journey(self)
            except Exception as error:
                if not self.outlives(error):
                    raise
            await self._wipe()
            if self.failed_visit is not None:
                await self._apologise(self.failed_visit.code)

    async def _apologise(self, code: str) -> None:
        """Say to the visitor whose visit has failed that it is over, and by which code the desk finds why."""
        from kiosk.screens.frame.trouble import TroublePage
        from kiosk.screens.frame.trouble_kinds import FAILED

        self.failed_visit = None
        self.end_orphans()
        await self.push_screen_wait(TroublePage(FAILED, code))
        await self._wipe()

    async def _wipe(self) -> None:
        """Leave nothing of the visitor: no page, no words, no picture of a line, no garbage."""
        self.touched = False
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        self.typed_ahead.forget()
        self.clear_notifications()
        self.texts = Texts(self._language)
        self.theme = DAY.name
        self.large_print = False
        self.by_keys = False
        self._idleness = Idleness(self.clock)  # the old one knows the visitor's last page
        forget_texts()
        self._collector.collect()

    def action_next_language(self) -> None:
        """Show the next language; nothing typed is lost, since widgets ask for their words when they paint."""
        names = list(LANGUAGES)
        self.texts = Texts(names[(names.index(self.texts.language) + 1) % len(names)])
        for screen in self.screen_stack:
            for widget in screen.walk_children():
                widget.refresh(layout=True)

    def action_next_theme(self) -> None:
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]

    def action_large_print(self) -> None:
        """Show half as much text and keys twice the size, or all of it again, until the visit ends."""
        self.large_print = not self.large_print
        for screen in self.screen_stack:
            screen.set_class(self.large_print, LARGE_PRINT)
            for widget in screen.walk_children():
                widget.refresh(layout=True)

    def action_help(self) -> None:
        """Show whom to ask, over the page that the visitor is on."""
        from kiosk.screens.frame.help import HelpPage

        if not isinstance(self.screen, HelpPage):
            self.push_screen(HelpPage(getattr(self.screen, "support_code", None)))

    # Idle: any page gets the warning, none of them knows of it.

    async def on_event(self, event: events.Event) -> None:
        try:
            await self._hear(event)
        except Exception as error:
            # A page's own handlers fail by themselves; this is a key of the app's, or the way of a touch to its widget.
            if not is_touch(event) or not self.outlives(error):
                raise
            self.leave_all()

    async def _hear(self, event: events.Event) -> None:
        if is_touch(event):
            self._somebody_is_here()
            if isinstance(self.screen, IdleWarning):
                # The touch that answers the warning does nothing else: its finger was aiming at the warning.
                if not isinstance(event, (events.MouseMove, events.MouseDown)):
                    self.screen.dismiss()
                return
        if isinstance(event, events.Paste) and not event.is_forwarded and self._begins(event.text.strip()):
            return
        if isinstance(event, events.Key) and not event.is_forwarded:
            if self._types_ahead(event):
                return
            if event.is_printable:
                self._note_typing(event)
        if isinstance(event, (events.Key, events.Paste)) and too_small(self.size):
            # Nobody sees what a key would do now. The app's own keys, such as the one that ends a demo, are no page's.
            for binding in self._bindings.key_to_bindings.get(getattr(event, "key", ""), ()):
                await self.run_action(binding.action)
            return
        await super().on_event(event)

    def _somebody_is_here(self) -> None:
        self.touched = True
        self._idleness.touched()
        self._collector.touched()

    # Scans: what is scanned belongs to the page on the screen, not to what has the focus there.

    def _note_typing(self, event: events.Key) -> None:
        """Keep what stood in the box before what may be the first character of a scan."""
        if event.time - self._typed_at > GAP:
            box = self.screen.text_box() if isinstance(self.screen, Page) else None
            self._before_typing = None if box is None else (box, box.put_back_later())
        self._typed_at = event.time

    def _types_ahead(self, event: events.Key) -> bool:
        now = self.clock.monotonic()
        seen = self._seen_typing(now)
        if rubs_out(event):
            return self.typed_ahead.rub_out(now, seen=seen)
        character = typed(event)
        if character is None:
            return False
        return self.typed_ahead.type(character, now, seen=seen) or (character.isalnum() and self._begins(character))

    def _seen_typing(self, now: float) -> float:
        """Return for how many seconds there has been something on the screen to type into."""
        there = isinstance(self.screen, Page) and self.screen.text_box() is not None
        return self.presses.seen(self.screen, now) if there else 0.0

    def _begins(self, text: str) -> bool:
        return bool(text) and isinstance(self.screen, Page) and self.screen.begin_with(text)

    async def on_scanned(self, event: Scanned) -> None:
        """Hand a scan to the page; say so where it means nothing there."""
        self._somebody_is_here()
        now = self.clock.monotonic()
        if self.typed_ahead.scan(event.text, now, seen=self._seen_typing(now)):
            return
        before, self._before_typing = self._before_typing, None
        if before is not None and event.begun:
            box, put_back = before
            if box.is_attached:
                put_back()
        if isinstance(self.screen, IdleWarning):
            self.screen.dismiss()
        elif not (isinstance(self.screen, Page) and self.screen.scanned(event.text, entered=event.entered)):
            self.notify(self.texts(say("scan-skipped")), markup=False)

    def _look_for_visitor(self) -> None:
        if not self.screen_stack:
            return  # the app is leaving
        self._collector.look(waits=self.screen.has_class("-working"))
        warning = self.screen if isinstance(self.screen, IdleWarning) else None
        page: Screen[object] = self.screen_stack[-2] if warning else self.screen
        limit: float | None = getattr(page, "idle_limit", None)
        self._idleness.watch(page, None if limit is None else limit * self.patience)
        deadline = self._idleness.warns
        if warning is None and deadline is not None and not deadline.passed:
            self.push_screen(IdleWarning(deadline))
        elif deadline is None and warning is not None:
            warning.dismiss()
        elif self._idleness.over:
            self._leave()

    def _leave(self) -> None:
        """End the visit: every page is left, from the top, down to one that waits for a payment or for visitors."""
        for page in self.screen_stack[:0:-1]:
            if not isinstance(page, IdleWarning) and getattr(page, "idle_limit", None) is None:
                break
            page.dismiss(Away.IDLE)

    def leave_all(self) -> None:
        for page in self.screen_stack[:0:-1]:
            page.dismiss(None if isinstance(page, IdleWarning) else Away.IDLE)
