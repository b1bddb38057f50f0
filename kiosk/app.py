"""KioskApp: theme, language, and one visitor's journey at a time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import events

from kiosk.clock import Clock, SystemClock
from kiosk.i18n import Texts, say
from kiosk.languages import DEFAULT_LANGUAGE
from kiosk.platform.machine.lockdown import LockedApp
from kiosk.platform.terminal.driver import KioskDriver
from kiosk.platform.terminal.guard import ControlGuard
from kiosk.platform.terminal.kind import TerminalKind
from kiosk.platform.terminal.pictures import PicturingApp
from kiosk.platform.terminal.scanner import Scanned
from kiosk.platform.terminal.typing_app import TypingApp
from kiosk.platform.textual.remembered_texts import forget_texts
from kiosk.platform.textual.screen_size import SizedApp
from kiosk.platform.textual.strip_caches import make_no_caches
from kiosk.platform.textual.style_cache import keep_no_widgets
from kiosk.platform.textual.style_sheets import StyleSheets
from kiosk.screens.frame.aids import Aids
from kiosk.screens.frame.idle import IdleWarning, is_touch
from kiosk.screens.frame.idle_watch import IdleWatch
from kiosk.screens.frame.page import Page
from kiosk.theme import DAY, THEMES
from kiosk.widgets.ground.too_small import too_small

if TYPE_CHECKING:
    from textual.screen import Screen

    from kiosk.contract.service import ServiceInfo
    from kiosk.i18n import Message
    from kiosk.platform.backend_process.starting import Progress


BASE = 1
"""Screens below the first page: Textual's own, empty one."""

REST = 0.1
"""Seconds between the first page and all the rest, which takes the processor for itself."""


class KioskApp(LockedApp, PicturingApp, TypingApp, Aids, SizedApp, IdleWatch, inherit_bindings=False):
    """The terminal. It starts one journey after another and keeps nothing between them."""

    CSS_PATH = ["screens/frame/page.tcss", "screens/welcome/welcome.tcss"]

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
        self.clock: Clock = clock or SystemClock()
        super().__init__(driver_class=KioskDriver)
        keep_no_widgets()
        make_no_caches()
        self.stylesheet: StyleSheets = StyleSheets(variables=self.get_css_variables())
        self.texts = Texts(language)
        self.backend_state = "starting"
        self.service: ServiceInfo | None = None
        """What the backend tells of the office; None until it has answered."""
        self.backend_trouble: Message | None = None
        """What the staff has to know about a backend that does not start or cannot be reached, and why."""
        self.backend_progress: Progress | None = None
        """Progress of the embedded backend's start; None while it is unknown."""
        self._language = language
        self._journey = journey
        self._opened = opened
        self._rest_begun = False
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
        self.run_worker(self._serve_visitors(), group="visitors", exclusive=True)

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
        self.forget_typing()
        self.clear_notifications()
        self.without_aids(self._language)
        self.by_keys = False
        forget_texts()
        self.expect_no_one()

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
            self.somebody_is_here()
            if isinstance(self.screen, IdleWarning):
                # The touch that answers the warning does nothing else: its finger was aiming at the warning.
                if not isinstance(event, (events.MouseMove, events.MouseDown)):
                    self.screen.dismiss()
                return
        if self.takes_typing(event):
            return
        if isinstance(event, (events.Key, events.Paste)) and too_small(self.size):
            # What a key would do now is not seen. The app's own keys, such as the one that ends a demo, are no page's.
            for binding in self._bindings.key_to_bindings.get(getattr(event, "key", ""), ()):
                await self.run_action(binding.action)
            return
        await super().on_event(event)

    def typed_into(self) -> Page[Any] | None:
        return self.screen if isinstance(self.screen, Page) else None

    async def on_scanned(self, event: Scanned) -> None:
        """Hand a scan to the page; say so where it means nothing there."""
        self.somebody_is_here()
        try:
            self._take_scan(event)
        except Exception as error:
            # The page takes it while the app is what runs: nothing else would know that it is the page that failed.
            if not self.outlives(error):
                raise
            self.leave_all()

    def _take_scan(self, event: Scanned) -> None:
        page = self.screen
        if self.scans_ahead(event):
            return
        if isinstance(page, IdleWarning):
            page.dismiss()
        elif isinstance(page, Page) and not page.is_mounted:
            page.call_later(self._scan_into, page, event)  # what it would be typed into is still to come
        else:
            self._scan_into(page, event)

    def _scan_into(self, page: Screen[Any], event: Scanned) -> None:
        if not (isinstance(page, Page) and page.scanned(event.text, entered=event.entered)):
            self.notify(self.texts(say("scan-skipped")), markup=False)
