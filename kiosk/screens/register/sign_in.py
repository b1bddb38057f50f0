"""Signing in (車主登入): a number and a password, or the ways for those who have none."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from kiosk.contract.identity import OfferState, PhoneSignIn, SignInOffer
from kiosk.domain.mobile import Mobile
from kiosk.i18n import Message, say
from kiosk.screens.frame.complaints import about_mobile, about_password
from kiosk.screens.frame.form import FORM_STYLES, Complaint, FormPage
from kiosk.screens.frame.page import FOOTER_TALL, HEADER, Page
from kiosk.screens.frame.scan import pause_before
from kiosk.widgets.codes.phone_offer import PhoneOffer, room_around, room_beside
from kiosk.widgets.codes.qr_code import QrCode, prints_on
from kiosk.widgets.codes.qr_matrix import QrMatrix, encode
from kiosk.widgets.codes.qr_prints import Shape
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.links import Links
from kiosk.widgets.ground.targets import Targets
from kiosk.widgets.ground.words import Words, app_of
from kiosk.widgets.typing.field import Field
from kiosk.widgets.typing.letters_pad import LettersPad
from kiosk.widgets.typing.password_field import PasswordField, Reveal

Made = TypeVar("Made")

TYPING = 64
"""Columns that fields and letters need beside a code."""
EDGE, AROUND = 6, 7
"""Columns of a page at each side of its content, at most, and rows above its fields and below its letters."""
GAP = 3
"""Columns between the letters and a code."""
WORDS = 32
"""Columns of what is said above and below a code."""
FORM = 30
"""Rows that fields, letters and actions need below a code, for fingers."""
PAUSE = 1.0
"""Seconds between two questions whether a phone has begun."""

READING = 180.0
"""Seconds that a page may stand untouched whose code a phone may have taken: as long as the phone's page is read."""

UNHEARD = 10.0
"""Seconds after which a backend that has made no offer is asked for one again, roughly."""


@cache
def _usual() -> QrMatrix:
    """Return a code as large as that of an offer: a link of our own in capitals."""
    return encode("A" * 47)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What stood in the fields."""

    mobile: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The visitor does not know the password; `typed` is what stood in the fields."""

    typed: Credentials


@dataclass(frozen=True, slots=True)
class WithPhone:
    """The visitor signs in with an account elsewhere; `typed` is what stood in the fields."""

    typed: Credentials


@dataclass(frozen=True, slots=True)
class OnPhone:
    """A phone has begun to sign in; `typed` is what stood in the fields."""

    typed: Credentials
    sign_in: PhoneSignIn


class Offers(Protocol):
    """What phones may begin here."""

    async def begin(self) -> SignInOffer | None:
        """Return a new offer, which ends the one before; None where there is none to be had."""

    async def poll(self, offer: SignInOffer) -> SignInOffer | None:
        """Return how far an offer has come, None while that is unknown."""


class SignInPage(FormPage[Made | Forgotten | WithPhone | OnPhone]):
    """Answers with what `take` makes of a number and a password; a `Complaint` keeps the visitor here.

    Once `phone` says that it can be done with the phone too, there is an action for it. Where the window has room, a
    code from `offers` stands beside the fields, or above them in an upright one: a phone that takes it ends the page.
    """

    CSS_PATH = [FORM_STYLES, "sign_in.tcss"]

    def __init__(
        self,
        take: Callable[[Mobile, Credentials], Awaitable[Made | Complaint]],
        *,
        typed: Credentials | None = None,
        phone: Callable[[], Awaitable[bool]] | None = None,
        offers: Offers | None = None,
    ) -> None:
        super().__init__()
        self._phone, self._offers = phone, offers
        self._offer: SignInOffer | None = None
        self._roomy = asyncio.Event()
        self._shown = False
        self.set_class(phone is not None, "-by-phone")
        self._take, self._typed = take, typed or Credentials()

    def heading(self) -> Message:
        return say("sign-in-title")

    def compose_page(self) -> ComposeResult:
        with Horizontal(id="fields"):
            yield Field(
                "mobile-label", "mobile-hint", text=self._typed.mobile, most=40, check=about_mobile, id="mobile"
            )
            yield PasswordField(
                "password-label",
                text=self._typed.password,
                check=about_password,
                shown=self._typed.shown,
                id="password",
            )
        yield Words("sign-in-note", id="note")
        if self._phone is not None:
            links = Links({"with-phone": "sign-in-with-phone"}, id="phone")
            # Its place is kept until it is known whether it can be done: nothing moves when it appears.
            links.visible = False
            yield links
        yield LettersPad(id="pad")

    def on_mount(self) -> None:
        if self._typed.mobile:
            self.query_one("#password").focus()
        if self._phone is not None:
            self.run_worker(self._ask(self._phone), group="phone")

    async def _ask(self, phone: Callable[[], Awaitable[bool]]) -> None:
        possible = await phone()
        for links in self.query(Links):
            links.visible = possible
        if possible and self._offers is not None:
            await self._follow(self._offers)

    # The code for the phone

    async def _follow(self, offers: Offers) -> None:
        """Offer phones to begin, one offer after another, for as long as the page is there and has room for a code."""
        while True:
            await self._roomy.wait()
            self._offer = offer = await offers.begin()
            self._show_offer()
            if offer is None:
                await asyncio.sleep(pause_before(UNHEARD))
                continue
            until = app_of(self).clock.monotonic() + offer.expires_in
            while app_of(self).clock.monotonic() < until:
                await asyncio.sleep(pause_before(PAUSE))
                seen = await offers.poll(offer)
                if seen is not None and seen.sign_in is not None:
                    self.dismiss(OnPhone(self.typed, seen.sign_in))
                    return
                if seen is not None and seen.state is OfferState.OVER:
                    break

    def on_resize(self) -> None:
        self.fills = False  # until a code stands above the form
        if self._place(_usual()) is None:
            self._roomy.clear()
        else:
            self._roomy.set()
        self._show_offer()

    def _show_offer(self) -> None:
        """Show the code where the window has room for it now, else nothing of it."""
        shown, panel = self.query(PhoneOffer), self._panel()
        if panel is None and not shown:
            return
        self._shown = panel is not None
        self._allow()
        # Not waited for: it goes once it has done what it is at.
        shown.set(display=False).remove()
        for page in self.query("#page"):
            self._give_air(page)
            if panel is not None:
                page.mount(panel, before=0)
        # Fields and letters have made room: what was aimed at stands elsewhere now.
        app_of(self).presses.moved(self, app_of(self).clock.monotonic())

    @on(Field.Changed)
    def _allow(self) -> None:
        """Give time to read the phone's page while a code is shown, but not to what somebody typed and left."""
        typed = any(field.text for field in self.query(Field))
        self.idle_limit = READING if self._shown and not typed else Page.idle_limit

    def _panel(self) -> PhoneOffer | None:
        """Return the code and its words for a window like this, None where they have no room."""
        self.fills = False
        if self._offer is None or self._offer.link is None:
            return None
        code, upright = QrCode(self._offer.link, id="code"), self.has_class("-portrait")
        place = self._place(code.matrix)
        if place is None:
            return None
        shape, (columns, rows) = place
        compare = self._offer.compare
        panel = PhoneOffer(code, shape, compare, beside=upright, columns=columns, rows=rows)
        panel.styles.dock = "top" if upright else "right"
        panel.styles.width = "100%" if upright else columns + GAP
        panel.styles.height = rows
        panel.styles.padding = (0, 0, 0, 0 if upright else GAP)
        self.fills = upright
        return panel

    def _place(self, matrix: QrMatrix) -> tuple[Shape, tuple[int, int]] | None:
        """Return the shape of a code, and the columns and rows that it gets with its words; None without room."""
        prints = prints_on(self)
        if self.has_class("-portrait"):
            columns, rows = self.app.size.width - 2, self.app.size.height - HEADER - FOOTER_TALL - FORM
            shape = room_beside(matrix, columns, rows - 1, prints)
            return None if shape is None else (shape, (columns, rows))
        room = self.room(beside=EDGE)
        columns, rows = room.width - TYPING - GAP, room.height - AROUND
        shape = room_around(matrix, columns, rows, prints)
        if shape is None:
            return None
        return shape, (min(columns, max(shape.area(matrix)[0], WORDS) + 2 * GAP), rows)

    def secondary_actions(self) -> list[Action]:
        return [Reveal(shown=self._typed.shown), Action("sign-in-forgotten", id="forgotten")]

    def primary_action(self) -> Action:
        return Action("sign-in-do", "primary", id="next")

    @property
    def typed(self) -> Credentials:
        return Credentials(
            self.query_one("#mobile", Field).text,
            self.query_one("#password", Field).text,
            self.query_one(Reveal).shown,
        )

    def complete(self) -> None:
        typed = self.typed
        mobile = Mobile.parse(typed.mobile)
        self.hand_in(lambda: self._take(mobile, typed), self.query_one("#password", Field), say("sign-in-working"))

    @on(Action.Pressed, "#forgotten")
    def _on_forgotten(self) -> None:
        self.dismiss(Forgotten(self.typed))

    @on(Targets.Chosen, "#phone")
    def _on_with_phone(self) -> None:
        self.dismiss(WithPhone(self.typed))
