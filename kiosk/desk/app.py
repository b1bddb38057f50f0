"""DeskApp: who is signed in, what is open, and the lock that hides it all."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType

from kiosk.api_client import Reachability
from kiosk.api_client.desk import DeskClient
from kiosk.api_client.errors import ApiError
from kiosk.clock import Clock, SystemClock
from kiosk.desk.desk_page import DeskPage
from kiosk.desk.screen import DeskScreen
from kiosk.desk.sign_in_page import SignInPage
from kiosk.desk.trial import Trial
from kiosk.desk.trial_page import TrialPage
from kiosk.desk.troubles import ends_session
from kiosk.desk.watch import Watch
from kiosk.desk.words import known
from kiosk.desk.workspace import Work
from kiosk.i18n import Message, Named, Texts, say
from kiosk.languages import DEFAULT_LANGUAGE
from kiosk.platform.machine.lockdown import LockedApp
from kiosk.platform.terminal.crash import CalmApp
from kiosk.platform.terminal.driver import KioskDriver
from kiosk.platform.terminal.guard import ControlGuard
from kiosk.platform.terminal.scanner import Scanned
from kiosk.platform.textual.breakpoints import SizesKnownFirst
from kiosk.platform.textual.remembered_texts import forget_texts
from kiosk.platform.textual.screen_size import SizedApp
from kiosk.platform.textual.strip_caches import make_no_caches
from kiosk.platform.textual.style_cache import keep_no_widgets
from kiosk.theme import DAY, THEMES

if TYPE_CHECKING:
    from kiosk.contract.desk.session import DeskStanding

_CHECK_EVERY = 0.5
"""Seconds between two checks of the time without input."""


class DeskApp(LockedApp, CalmApp, SizedApp, SizesKnownFirst, inherit_bindings=False):
    """One long sitting after another. While no one is signed in, nothing of what was shown is on the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f12", "lock", show=False, priority=True),
        # A terminal tells F12 with Shift as the key that comes twelve later.
        Binding("shift+f12,f24", "sign_out", show=False, priority=True),
    ]
    scans = True
    """Scanners type into the box, wherever the focus is (`kiosk.platform.terminal.driver`)."""
    scanner_prefix = ""

    def __init__(
        self,
        client: DeskClient,
        *,
        clock: Clock | None = None,
        counter: str = "",
        language: str = DEFAULT_LANGUAGE,
        trial: Trial | None = None,
    ) -> None:
        """Serve the staff through `client`, which is open; `counter` is what this window calls itself.

        With a `trial`, which only the demo has, people choose as whom they sign in.
        """
        super().__init__(driver_class=KioskDriver)
        keep_no_widgets()
        make_no_caches()
        self.clock: Clock = clock or SystemClock()
        self.texts = Texts(language)
        self.who = ""
        self.line = client.reachability.value
        self.starts: Message | None = None
        self._client, self._counter, self._trial = client, counter, trial
        self._watch = Watch(self.clock)
        self._work = Work()
        self._owner = ""
        """Whose work is open: no one else gets to see it."""
        self._ended = asyncio.Event()
        self._why: Message | None = None
        self._filters.append(ControlGuard())
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DAY.name

    def on_mount(self) -> None:
        self.watch_loop()
        self.set_interval(_CHECK_EVERY, self._check_idleness)
        self.run_worker(self._serve(), group="sittings", exclusive=True)

    async def _serve(self) -> None:
        unsubscribe = self._client.on_reachability(self._heard)
        try:
            while True:
                await self._sit()
        finally:
            unsubscribe()

    def _heard(self, reachability: Reachability) -> None:
        self.line = reachability.value
        if reachability is Reachability.REACHABLE and self.starts is not None:
            self.backend_starts(None)

    def backend_starts(self, how: Message | None) -> None:
        """Say how far a backend of this desk's own has come, or why it does not start; None once it answers."""
        self.starts = how
        if self.screen_stack and isinstance(self.screen, TrialPage):
            self.screen.tell(how)

    async def _sit(self) -> None:
        """Sign somebody in, and serve them until the desk locks or they leave."""
        why, self._why = self._why, None
        standing = await self.push_screen_wait(self._entrance(why))
        if standing.name != self._owner:
            self._work, self._owner = Work(), standing.name
        self.who = self._named(standing)
        self._watch.begin(idle=standing.idle_in, ends=standing.ends_in)
        self._ended.clear()
        await self.push_screen(DeskPage(self._client, standing, self._work, self._trial))
        await self._ended.wait()

    def _entrance(self, why: Message | None) -> SignInPage | TrialPage:
        if self._trial is None:
            return SignInPage(self._client, counter=self._counter, locked=self._owner, why=why)
        return TrialPage(self._client, self._trial, counter=self._counter, locked=self._owner, why=why)

    def _named(self, standing: DeskStanding) -> str:
        office = Named(standing.office, standing.office_en).said_in(self.texts.language)
        roles = self.texts("desk-comma").join(self._role(role) for role in standing.roles)
        return "  ".join(filter(None, (office, self._counter, standing.display_name, roles)))

    def _role(self, role: str) -> str:
        return known(self.texts, "role", role)

    # Locking

    def lock(self) -> None:
        """Hide everything at once; the same person unlocks into the same case."""
        self._end(None, forget=False)

    def sign_out(self) -> None:
        """End the session, and forget what was open."""
        self._end(None, forget=True)

    def session_over(self) -> None:
        """Hear that the backend knows this session no more."""
        self._end(say("desk-session-over"), forget=False)

    async def action_lock(self) -> None:
        self.lock()

    async def action_sign_out(self) -> None:
        self.sign_out()

    def _end(self, why: Message | None, *, forget: bool) -> None:
        if not self._watching:
            if forget:
                self._forget_owner()
            return
        self._watch.rest()
        self.who = ""
        self._why = why
        self._work.forget()
        if forget:
            self._forget_owner()
        self.run_worker(self._leave(), group="leaving")

    @property
    def _watching(self) -> bool:
        return bool(self.who)

    def _forget_owner(self) -> None:
        self._work, self._owner = Work(), ""

    async def _leave(self) -> None:
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        forget_texts()
        self._ended.set()
        try:
            await self._client.sign_out()
        except ApiError:
            # The token is forgotten here in any case, and the backend ends the session by itself; the log has why.
            return

    def _check_idleness(self) -> None:
        """Lock when the time has come, say so before, and tell the backend of somebody who only reads."""
        if not self._watching or not self.screen_stack:
            return
        if self._watch.over:
            self._end(say("desk-locked-idle"), forget=False)
            return
        if isinstance(self.screen, DeskScreen):
            self.screen.warn(self._watch.warns)
        if self._watch.keeps:
            self._watch.kept()
            self.run_worker(self._keep(), group="keeping", exclusive=True)

    async def _keep(self) -> None:
        try:
            await self._client.standing()
        except ApiError as error:
            if ends_session(error):
                self.session_over()

    # Input

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, (events.Key, events.Paste, events.MouseDown)) and self._watching:
            self._watch.touched()
        await super().on_event(event)

    def on_scanned(self, event: Scanned) -> None:
        """Hand a scan to the page on the screen."""
        if self._watching:
            self._watch.touched()
        if isinstance(self.screen, DeskScreen):
            self.screen.scanned(event.text, entered=event.entered, begun=event.begun)
