"""Registering (車主註冊): the notice, the vehicle, the person, and the code that proves the number.

One function a page. What was typed so far is one frozen value, so that "back" and trouble lose nothing, and nothing is
asked twice.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from pydantic import SecretStr

from kiosk.api_client.errors import ApiError, ProblemError
from kiosk.contract.content import Article, ArticleKind
from kiosk.contract.owners import Registered, RegistrationRequest
from kiosk.contract.phone_entries import EntryField
from kiosk.contract.problems import ProblemKind
from kiosk.contract.wire import Vehicle
from kiosk.domain.email import Email
from kiosk.domain.mobile import Mobile
from kiosk.domain.person_name import PersonName
from kiosk.domain.plate import VehicleType
from kiosk.i18n import say
from kiosk.journeys.asking import Asking
from kiosk.journeys.by_phone import by_phone
from kiosk.journeys.demo_phone import phone_at_hand
from kiosk.journeys.owner.session import Session, signed_out
from kiosk.journeys.proving import FlowOver, Proving, trouble_of
from kiosk.journeys.register.sign_in import sign_in
from kiosk.journeys.steps import VisitOver, show
from kiosk.journeys.visit import Visit
from kiosk.screens.frame import trouble_kinds
from kiosk.screens.frame.form import Complaint, Unfinished
from kiosk.screens.frame.written_page import OtherLanguage
from kiosk.screens.read.privacy import Agreed, PrivacyPage
from kiosk.screens.register.email import EmailPage, NoEmail
from kiosk.screens.register.mobile import MobilePage
from kiosk.screens.register.new_password import NewPasswordPage, PasswordTyped
from kiosk.screens.register.person_name import PersonNamePage
from kiosk.screens.register.registered import RegisteredPage
from kiosk.screens.register.registration_plate import PlateTyped, RegistrationPlatePage


@dataclass(frozen=True, slots=True)
class Draft:
    """What the visitor has typed so far."""

    notice: str = ""
    """The version of the privacy notice that was agreed to."""
    plate: PlateTyped = field(default_factory=PlateTyped)
    mobile: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    password: PasswordTyped = field(default_factory=PasswordTyped)

    @property
    def vehicle(self) -> Vehicle:
        return Vehicle(plate=self.plate.plate, type=self.plate.vehicle or VehicleType.CAR)

    @property
    def own(self) -> tuple[str, ...]:
        """Return what a password should not be made of."""
        return tuple(text for text in (self.plate.plate, self.mobile, self.name, self.email) if text)

    def request(self) -> RegistrationRequest:
        return RegistrationRequest(
            vehicle=self.vehicle,
            mobile=Mobile.parse(self.mobile).digits,
            name=self.name,
            email=self.email or None,
            password=SecretStr(self.password.text),
            notice=self.notice,
        )


class AlreadyRegistered:
    """The number was proved, and has an account."""


Turn = tuple[Draft, bool]
"""A draft, and whether the visitor went on (or back)."""
Step = Callable[[Draft], Awaitable[Turn]]


async def register(visit: Visit) -> None:
    """Make an owner of a visitor and let them into the owner's area; raise `VisitOver` where they leave on the way."""
    async with phone_at_hand(visit):
        await _Registering(visit).run()


class _Registering:
    """One run of the registration."""

    def __init__(self, visit: Visit) -> None:
        self._visit, self._app, self._client = visit, visit.app, visit.client
        self._asking = Asking(visit)
        email = (self._email,) if visit.mails else ()
        self._steps: tuple[Step, ...] = (self._plate, self._mobile, self._name, *email, self._password, self._code)
        """The pages that are counted; the website has the person as one step of two."""
        self._requested: RegistrationRequest | None = None
        self._proving: Proving[Registered | AlreadyRegistered] | None = None
        """The code that is on its way, and what was handed in for it."""

    async def run(self) -> None:
        pages = (self._notice, *self._steps)
        draft, at = Draft(), 0
        while 0 <= at < len(pages):
            draft, went_on = await pages[at](draft)
            at += 1 if went_on else -1

    def _step(self, page: Step) -> tuple[int, int]:
        """Return which of how many steps a page is."""
        return self._steps.index(page) + 1, len(self._steps)

    async def _notice(self, draft: Draft) -> Turn:
        while True:
            article = await self._asking.asked(self._current_notice, to_read=True)
            match await show(self._app, PrivacyPage(article)):
                case Agreed():
                    return replace(draft, notice=article.slug), True
                case OtherLanguage():
                    continue
                case None:
                    return draft, False

    async def _current_notice(self) -> Article:
        language = self._app.texts.language
        column = await self._client.articles.column(ArticleKind.PRIVACY, language)
        newest = max(headline.slug for headline in column.headlines)
        return await self._client.articles.article(ArticleKind.PRIVACY, newest, language)

    async def _plate(self, draft: Draft) -> Turn:
        match await show(self._app, RegistrationPlatePage(draft.plate, step=self._step(self._plate))):
            case Vehicle() as vehicle:
                return replace(draft, plate=PlateTyped(vehicle.plate, vehicle.type)), True
            case PlateTyped() as typed:
                return replace(draft, plate=typed), False
            case None:
                return draft, False

    async def _mobile(self, draft: Draft) -> Turn:
        async def take(mobile: Mobile) -> Mobile:
            return mobile

        page = MobilePage[Mobile](
            take,
            title="mobile-title",
            note="mobile-note",
            way_on="form-next",
            text=draft.mobile,
            step=self._step(self._mobile),
        )
        match await show(self._app, page):
            case Mobile() as mobile:
                return replace(draft, mobile=mobile.grouped), True
            case Unfinished(text=text):
                return replace(draft, mobile=text), False
            case None:
                return draft, False

    async def _name(self, draft: Draft) -> Turn:
        phone = by_phone(self._visit, EntryField.NAME)
        match await show(self._app, PersonNamePage(text=draft.name, step=self._step(self._name), by_phone=phone)):
            case PersonName() as name:
                return replace(draft, name=name.text), True
            case Unfinished(text=text):
                return replace(draft, name=text), False
            case None:
                return draft, False

    async def _email(self, draft: Draft) -> Turn:
        phone = by_phone(self._visit, EntryField.EMAIL)
        match await show(self._app, EmailPage(text=draft.email, step=self._step(self._email), by_phone=phone)):
            case Email() as email:
                return replace(draft, email=email.text), True
            case NoEmail():
                return replace(draft, email=""), True
            case Unfinished(text=text):
                return replace(draft, email=text), False
            case None:
                return draft, False

    async def _password(self, draft: Draft) -> Turn:
        """Let the visitor choose a password, and send the code."""
        typed = draft.password

        async def begin(new: PasswordTyped) -> Draft | ApiError | Complaint:
            return await self._begin(replace(draft, password=new))

        while True:
            page = NewPasswordPage[Draft | ApiError](
                begin,
                way_on="password-send",
                own=draft.own,
                typed=typed,
                step=self._step(self._password),
                by_phone=by_phone(self._visit, EntryField.PASSWORD),
            )
            match await show(self._app, page):
                case Draft() as begun:
                    return begun, True
                case PasswordTyped() as left:
                    return replace(draft, password=left), False
                case ApiError() as error:
                    typed = page.left
                    await self._asking.trouble(trouble_of(error), error.support_code)
                case None:
                    return draft, False

    async def _begin(self, draft: Draft) -> Draft | ApiError | Complaint:
        request = draft.request()
        if self._proving is not None and request == self._requested:
            # Nothing has changed: the code that was sent is good, and another would have to wait.
            return draft
        try:
            sent = await self._client.registrations.begin(request)
        except ProblemError as error:
            if error.kind is ProblemKind.PASSWORD_COMMON:
                return Complaint(say("password-common"))
            return error
        except ApiError as error:
            return error
        self._requested = request
        mobile = Mobile.parse(draft.mobile)
        self._proving = Proving(self._visit, self._asking, sent, mobile, self._enter, step=self._step(self._code))
        return draft

    async def _enter(self, flow: str, code: str) -> Registered | AlreadyRegistered:
        try:
            return await self._client.registrations.enter(flow, code)
        except ProblemError as error:
            if error.kind is ProblemKind.ALREADY_REGISTERED:
                return AlreadyRegistered()
            raise

    async def _code(self, draft: Draft) -> Turn:
        proving = self._proving
        if proving is None:
            return draft, False
        outcome = await proving.run()
        # The number may have been put right on the way.
        draft = replace(draft, mobile=proving.mobile.grouped)
        match outcome:
            case Registered():
                await self._welcome(draft, outcome)
            case AlreadyRegistered():
                await self._asking.trouble(trouble_kinds.ALREADY_REGISTERED)
                await sign_in(self._visit, mobile=draft.mobile)
            case FlowOver():
                self._proving = None
                return draft, False
            case None:
                self._requested = draft.request()
                return draft, False
        return draft, True

    async def _welcome(self, draft: Draft, registered: Registered) -> None:
        session = Session.of(registered.session, self._app.clock)
        try:
            await show(self._app, RegisteredPage(registered, draft.vehicle))
        except VisitOver:
            await signed_out(self._client, session)
            raise
        from kiosk.journeys.owner.area import in_area

        await in_area(self._visit, session)
