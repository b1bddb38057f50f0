"""Signing in (車主登入), and the way round a forgotten password."""

from __future__ import annotations

from pydantic import SecretStr

from kiosk.api_client.errors import ApiError, ProblemError
from kiosk.contract.owners import SignedIn, SignInRequest
from kiosk.contract.problems import ProblemKind
from kiosk.domain.mobile import Mobile
from kiosk.i18n import say
from kiosk.journeys.asking import Asking
from kiosk.journeys.demo_phone import phone_at_hand
from kiosk.journeys.owner.session import Session
from kiosk.journeys.proving import minutes_of
from kiosk.journeys.register.phone_sign_in import PhoneSignIn, SignInOffers
from kiosk.journeys.register.reset import reset
from kiosk.journeys.steps import show
from kiosk.journeys.visit import Visit
from kiosk.screens.frame.form import Complaint
from kiosk.screens.register.sign_in import Credentials, Forgotten, OnPhone, SignInPage, WithPhone


async def sign_in(visit: Visit, *, mobile: str = "") -> None:
    """Sign an owner in and let them into the owner's area; raise `VisitOver` where they leave on the way.

    `mobile` is a number that the visitor has typed before: it is not asked for again.
    """
    async with phone_at_hand(visit):
        await _SigningIn(visit).run(Credentials(mobile))


class _SigningIn:
    """One run of the sign-in. The last input is kept across an error page."""

    def __init__(self, visit: Visit) -> None:
        self._visit, self._app, self._client = visit, visit.app, visit.client
        self._asking = Asking(visit)
        self._typed = Credentials()
        self._by_phone = PhoneSignIn(visit)
        self._offers = SignInOffers(visit.client)

    async def run(self, typed: Credentials) -> None:
        self._typed = typed
        while True:
            match await self._shown():
                case SignedIn() as signed_in:
                    await self._go_in(signed_in)
                    return
                case ApiError() as error:
                    await self._asking.failed(error)
                case Forgotten(typed=left):
                    self._typed = left
                    signed_in_anew = await self._reset(left.mobile)
                    if signed_in_anew is not None:
                        await self._go_in(signed_in_anew)
                        return
                case WithPhone() | OnPhone() as by_phone:
                    self._typed = by_phone.typed
                    proved = await self._proved(by_phone)
                    if proved is not None:
                        await self._go_in(proved)
                        return
                case None:
                    return

    async def _proved(self, how: WithPhone | OnPhone) -> SignedIn | None:
        """Have somebody proved by an account elsewhere; None where the page has to be shown again."""
        return await (self._by_phone.go_on(how.sign_in) if isinstance(how, OnPhone) else self._by_phone.run())

    async def _shown(self) -> SignedIn | ApiError | Forgotten | WithPhone | OnPhone | None:
        """Show the page, with an offer to phones for as long as it is there."""
        page = SignInPage[SignedIn | ApiError](
            self._take, typed=self._typed, phone=self._by_phone.possible, offers=self._offers
        )
        try:
            return await show(self._app, page)
        finally:
            await self._offers.end()

    async def _go_in(self, signed_in: SignedIn) -> None:
        self._typed = Credentials()
        from kiosk.journeys.owner.area import in_area

        await in_area(self._visit, Session.of(signed_in, self._app.clock))

    async def _take(self, mobile: Mobile, typed: Credentials) -> SignedIn | ApiError | Complaint:
        self._typed = typed
        request = SignInRequest(mobile=mobile.digits, password=SecretStr(typed.password))
        try:
            return await self._client.sessions.open(request)
        except ProblemError as error:
            match error.kind:
                case ProblemKind.SIGN_IN_REFUSED:
                    return Complaint(say("sign-in-refused"))
                case ProblemKind.SIGN_IN_PAUSED:
                    return Complaint(say("sign-in-paused", minutes=str(minutes_of(error))))
                case _:
                    return error
        except ApiError as error:
            return error

    async def _reset(self, mobile: str) -> SignedIn | None:
        """Set a new password and sign in with it; None where the page has to be shown again, with what is known."""
        fresh = await reset(self._visit, self._asking, mobile)
        if fresh is None:
            return None
        answer = await self._asking.waited(self._take(Mobile.parse(fresh.mobile), fresh))
        return answer if isinstance(answer, SignedIn) else None
