"""The pages of registering and signing in, in each state of different appearance."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from kiosk.clock import Deadline
from kiosk.contract.identity import OfferState, SignInOffer
from kiosk.contract.phone_entries import EntryField, EntryState, PhoneEntry
from kiosk.domain.plate import VehicleType
from kiosk.i18n import Named, say
from kiosk.screens.frame.form import Complaint
from kiosk.screens.frame.navigation import Away
from kiosk.screens.register.email import EmailPage
from kiosk.screens.register.mobile import MobilePage
from kiosk.screens.register.new_password import NewPasswordPage, PasswordTyped
from kiosk.screens.register.one_time_code import CodePage, Sent
from kiosk.screens.register.person_name import PersonNamePage
from kiosk.screens.register.phone_entry import PhoneEntryPage
from kiosk.screens.register.registration_plate import PlateTyped, RegistrationPlatePage
from kiosk.screens.register.sign_in import Credentials, SignInPage
from kiosk.screens.register.sign_in_link import SignInLinkPage, SignInOnPhonePage
from kiosk.screens.register.sign_in_providers import SignInProvidersPage
from kiosk.widgets.phone.phone_drawer import PhoneDrawer, Text
from tests.clock import ManualClock
from tests.screens import owners
from tests.screens import stage as stages
from tests.screens.gallery import View

NUMBER = "0912-345-678"
OWN = ("BKZ-5937", "0912345678", "王小明")
MESSAGE = Text(
    "1", "10:28", "【臺北市停車】您註冊車主會員的驗證碼為26576，5分鐘內有效。市府人員不會向您索取驗證碼，請勿告訴他人。"
)


ENTRY = PhoneEntry(
    id="0" * 32,
    field=EntryField.NAME,
    state=EntryState.WAITING,
    link="HTTPS://PARKING.GOV.TAIPEI/T/7K2M9Q4TXA7K2M9Q",
    value=None,
    expires_in=300.0,
)
OFFER = SignInOffer(
    id="0" * 32,
    state=OfferState.WAITING,
    link="HTTPS://PARKING.GOV.TAIPEI/S/7K2M9Q4TXA7K2M9Q",
    compare="7K2M",
    expires_in=300.0,
)


async def taken(*_: object) -> None:
    return None


def sent(clock: ManualClock | None = None, *, digits: int = 5, expires: float = 263, resend: float = 40) -> Sent:
    clock = clock or ManualClock()
    return Sent("0912-***-678", digits, Deadline.after(clock, expires), Deadline.after(clock, resend))


async def refused(_: str) -> Complaint:
    return Complaint(say("code-wrong-left", tries=4))


async def by_phone() -> Away:
    return Away.BACK


async def unanswered(*_: object) -> None:
    """Say nothing yet: an answer that comes after a second makes another picture of a page that is looked at late."""
    await asyncio.Event().wait()


async def possible() -> bool:
    return True


class OneOffer:
    """Offers one code to phones, which no one takes."""

    async def begin(self) -> SignInOffer | None:
        return OFFER

    async def poll(self, offer: SignInOffer) -> SignInOffer | None:
        return offer


async def no_one_knows() -> bool | None:
    return None


def code(**more: Any) -> CodePage[None]:
    given: dict[str, Any] = {"enter": taken, "again": taken, "delayed": no_one_knows, "announced": True, **more}
    return CodePage(given.pop("sent", None) or sent(), **given)


def mobile(text: str = "") -> MobilePage[None]:
    return MobilePage(taken, title="mobile-title", note="mobile-note", way_on="form-next", text=text, step=(2, 6))


def password(typed: PasswordTyped | None = None) -> NewPasswordPage[None]:
    return NewPasswordPage(taken, way_on="password-send", own=OWN, typed=typed, step=(5, 6), by_phone=by_phone)


def goes_on(stage: stages.Stage[Any]) -> None:
    stage.app.screen.go_on()  # type: ignore[attr-defined]


def phone_rings(stage: stages.Stage[Any]) -> None:
    drawer = PhoneDrawer([MESSAGE], pulled=True)
    stage.app.screen.mount(drawer)


def _complains(stage: stages.Stage[Any]) -> None:
    stage.app.screen.complain(say("code-wrong-left", tries=4))  # type: ignore[attr-defined]


def _last_try(stage: stages.Stage[Any]) -> None:
    stage.app.screen.complain(say("code-wrong-left", tries=1))  # type: ignore[attr-defined]


def _late(stage: stages.Stage[Any]) -> None:
    stage.app.screen.add_class("-delayed")


FORMS: Mapping[str, View] = {
    "register-plate": View(lambda: RegistrationPlatePage(PlateTyped("BKZ-5937", VehicleType.CAR))),
    "mobile": View(mobile),
    "mobile-wrong": View(lambda: mobile("0912-345-67"), goes_on),
    "name": View(lambda: PersonNamePage(text="歐‧蜜·偉浪", step=(3, 6), by_phone=by_phone)),
    "email": View(lambda: EmailPage(step=(4, 6), by_phone=by_phone)),
    "email-wrong": View(lambda: EmailPage(text="wang@example", step=(4, 6)), goes_on),
    "password": View(password),
    "password-typed": View(lambda: password(PasswordTyped("Xk7qLm2p", "Xk7qLm2")), goes_on),
    "password-shown": View(lambda: password(PasswordTyped("Xk7qLm2p", "", shown=True))),
    "code": View(lambda: code(text="265")),
    "code-on-its-way": View(lambda: code(announced=False, step=(6, 6))),
    "code-wrong": View(lambda: code(text="26576"), _complains),
    "code-long": View(lambda: code(sent=sent(digits=8, resend=0), text="2657")),
    "code-late": View(code, _late),
    "code-phone": View(lambda: code(announced=False), phone_rings),
    "sign-in": View(lambda: SignInPage(taken)),
    "sign-in-typed": View(lambda: SignInPage(taken, typed=Credentials(NUMBER, "Xk7qLm2p"))),
    "by-phone": View(lambda: PhoneEntryPage(ENTRY, unanswered)),
    "code-last-try": View(lambda: code(text="26576"), _last_try),
    "sign-in-with-phone": View(lambda: SignInPage(taken, phone=possible)),
    "sign-in-providers": View(lambda: SignInProvidersPage(owners.identities())),
    "sign-in-link": View(lambda: SignInLinkPage(owners.linking(), Named("LINE"), unanswered)),
    "sign-in-with-code": View(lambda: SignInPage(taken, phone=possible, offers=OneOffer())),
    "sign-in-on-phone": View(lambda: SignInOnPhonePage(owners.linking(), Named("LINE"), unanswered)),
    "email-unsent": View(lambda: EmailPage(mails=False, by_phone=by_phone)),
}
"""By name, like `tests.screens.gallery.VIEWS`."""
