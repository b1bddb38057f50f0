"""A forgotten password (忘記密碼): a code to the number, then a new password."""

from __future__ import annotations

from pydantic import SecretStr

from kiosk.api_client.errors import ApiError, ProblemError
from kiosk.contract.codes import CodeSent
from kiosk.contract.owners import NewPassword, ResetAllowed, ResetRequest
from kiosk.contract.phone_entries import EntryField
from kiosk.contract.problems import ProblemKind
from kiosk.domain.mobile import Mobile
from kiosk.i18n import say
from kiosk.journeys.asking import Asking
from kiosk.journeys.by_phone import by_phone
from kiosk.journeys.proving import Proving, trouble_of
from kiosk.journeys.steps import show
from kiosk.journeys.visit import Visit
from kiosk.screens.frame.form import Complaint, Unfinished
from kiosk.screens.register.mobile import MobilePage
from kiosk.screens.register.new_password import NewPasswordPage, PasswordTyped
from kiosk.screens.register.sign_in import Credentials


async def reset(visit: Visit, asking: Asking, mobile: str) -> Credentials | None:
    """Let a visitor set a new password; return it with its number, None where they went back."""
    return await _Resetting(visit, asking, mobile).run()


class _Resetting:
    """One run: number, code, password."""

    def __init__(self, visit: Visit, asking: Asking, mobile: str) -> None:
        self._visit, self._app, self._client = visit, visit.app, visit.client
        self._asking, self._text = asking, mobile
        self._proving: Proving[ResetAllowed] | None = None
        """The code that is on its way."""
        self._flow = ""

    async def run(self) -> Credentials | None:
        while (proving := await self._begun()) is not None:
            allowed = await proving.run()
            # The number may have been put right on the way.
            self._text = proving.mobile.grouped
            if isinstance(allowed, ResetAllowed):
                # A code opens one thing once: whatever comes, it is of no use again.
                self._proving = None
                fresh = await self._set(proving.mobile, allowed)
                if fresh is not None:
                    return fresh
            elif allowed is not None:
                self._proving = None
        return None

    async def _begun(self) -> Proving[ResetAllowed] | None:
        """Ask for the number and send a code to it; None for "back"."""

        async def begin(mobile: Mobile) -> Proving[ResetAllowed] | ApiError:
            self._text = mobile.grouped
            if self._proving is not None and self._proving.mobile == mobile:
                return self._proving  # its code is still good, and another would have to wait
            try:
                sent = await self._client.password_resets.begin(ResetRequest(mobile=mobile.digits))
            except ApiError as error:
                return error
            return self._proves(sent, mobile)

        while True:
            page = MobilePage[Proving[ResetAllowed] | ApiError](
                begin, title="reset-title", note="reset-note", way_on="password-send", text=self._text
            )
            match await show(self._app, page):
                case Proving() as proving:
                    return proving
                case ApiError() as error:
                    await self._asking.trouble(trouble_of(error), error.support_code)
                case None | Unfinished():
                    return None

    def _proves(self, sent: CodeSent, mobile: Mobile) -> Proving[ResetAllowed]:
        self._flow = sent.id
        self._proving = Proving(self._visit, self._asking, sent, mobile, self._client.password_resets.enter)
        return self._proving

    async def _set(self, mobile: Mobile, allowed: ResetAllowed) -> Credentials | None:
        """Let the visitor choose a password; None where the proof ran out or the visitor went back."""
        typed = PasswordTyped()

        async def take(new: PasswordTyped) -> Credentials | ApiError | Complaint:
            try:
                await self._client.password_resets.finish(
                    self._flow, NewPassword(proof=allowed.proof, password=SecretStr(new.text))
                )
            except ProblemError as error:
                if error.kind is ProblemKind.PASSWORD_COMMON:
                    return Complaint(say("password-common"))
                return error
            except ApiError as error:
                return error
            return Credentials(mobile.grouped, new.text, new.shown)

        while True:
            page = NewPasswordPage[Credentials | ApiError](
                take,
                way_on="reset-set",
                own=(mobile.digits,),
                typed=typed,
                by_phone=by_phone(self._visit, EntryField.PASSWORD),
            )
            match await show(self._app, page):
                case Credentials() as fresh:
                    return fresh
                case ApiError() as error:
                    typed = page.left
                    await self._asking.trouble(trouble_of(error), error.support_code)
                    if isinstance(error, ProblemError) and error.kind is ProblemKind.FLOW_OVER:
                        return None
                case None | PasswordTyped():
                    return None
