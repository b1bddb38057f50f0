"""Changing the owner's own data (車主修改), each field by itself; a new number is proved by a code to it."""

from __future__ import annotations

from pydantic import SecretStr

from kiosk.api_client.errors import ApiError, ProblemError
from kiosk.contract.codes import CodeSent
from kiosk.contract.owners import MobileChangeRequest, Owner, OwnerChange
from kiosk.contract.phone_entries import EntryField
from kiosk.contract.problems import ProblemKind
from kiosk.domain.email import Email
from kiosk.domain.mobile import Mobile
from kiosk.domain.person_name import PersonName
from kiosk.i18n import Message, say
from kiosk.journeys.asking import Asking
from kiosk.journeys.by_phone import by_phone
from kiosk.journeys.proving import FlowOver, Proving, minutes_of, trouble_of
from kiosk.journeys.steps import show
from kiosk.journeys.visit import Visit
from kiosk.screens.frame.form import ByPhone, Complaint
from kiosk.screens.owner import owner_troubles
from kiosk.screens.owner.owner_edit import OwnerEditPage, OwnerField
from kiosk.screens.register.email import EmailPage, NoEmail
from kiosk.screens.register.mobile import MobilePage
from kiosk.screens.register.new_password import NewPasswordPage, PasswordTyped
from kiosk.screens.register.password import PasswordPage
from kiosk.screens.register.person_name import PersonNamePage


class _Taken:
    """The number is proved, and belongs to another owner."""


async def change_data(visit: Visit, owner: Owner) -> None:
    """Let an owner change what they want, one field after another."""
    await _Changing(visit, owner).run()


class _Changing:
    """One run of editing the owner's data."""

    def __init__(self, visit: Visit, owner: Owner) -> None:
        self._visit, self._app, self._client, self._session = visit, visit.app, visit.client, visit.token
        self._owner = owner
        self._asking = Asking(visit, in_area=True)

    async def run(self) -> None:
        change = {
            OwnerField.NAME: self._name,
            OwnerField.MOBILE: self._mobile,
            OwnerField.EMAIL: self._email,
            OwnerField.PASSWORD: self._password,
        }
        changed: OwnerField | None = None
        while (field := await show(self._app, OwnerEditPage(self._owner, changed=changed))) is not None:
            changed = field if await change[field]() else None

    def _by_phone(self, field: EntryField) -> ByPhone | None:
        return by_phone(self._visit, field)

    # Each returns whether something was changed.

    async def _name(self) -> bool:
        typed = await show(self._app, PersonNamePage(by_phone=self._by_phone(EntryField.NAME)))
        return isinstance(typed, PersonName) and await self._change(OwnerChange(name=typed.text))

    async def _email(self) -> bool:
        match await show(self._app, EmailPage(mails=self._visit.mails, by_phone=self._by_phone(EntryField.EMAIL))):
            case Email() as email:
                return await self._change(OwnerChange(email=email.text))
            case NoEmail():
                return await self._change(OwnerChange(remove_email=True))
            case _:
                return False

    async def _change(self, change: OwnerChange) -> bool:
        self._owner = await self._asking.asked(lambda: self._client.owner.change(self._session, change))
        return True

    # The password

    async def _password(self) -> bool:
        """Ask for the present password, then for the new one; a wrong present one is asked for again."""

        async def take(current: str) -> str:
            return current

        complaint: Message | None = None
        while True:
            page = PasswordPage[str](
                take,
                title="edit-current-title",
                note="edit-current-note",
                way_on="form-next",
                complaint=complaint,
            )
            current = await show(self._app, page)
            if current is None:
                return False
            outcome = await self._new_password(current)
            if isinstance(outcome, bool):
                return outcome
            complaint = outcome

    async def _new_password(self, current: str) -> bool | Message:
        """Ask for a new password; return whether it was set, or what was wrong with the present one."""
        typed = PasswordTyped()

        async def change(new: PasswordTyped) -> Owner | ApiError | Complaint:
            nonlocal typed
            typed = new
            wanted = OwnerChange(password=SecretStr(new.text), current_password=SecretStr(current))
            try:
                return await self._client.owner.change(self._session, wanted)
            except ApiError as error:
                too_common = isinstance(error, ProblemError) and error.kind is ProblemKind.PASSWORD_COMMON
                return Complaint(say("password-common")) if too_common else error

        while True:
            page = NewPasswordPage[Owner | ApiError](
                change,
                way_on="edit-save",
                own=(self._owner.name,),
                typed=typed,
                by_phone=self._by_phone(EntryField.PASSWORD),
            )
            answer = await show(self._app, page)
            match answer:
                case Owner():
                    self._owner = answer
                    return True
                case ApiError():
                    about = about_password(answer, wrong="edit-current-wrong", paused="edit-current-paused")
                    if about is not None:
                        return about
                    await self._asking.failed(answer)
                case _:
                    return False

    # The number

    async def _mobile(self) -> bool:
        """Ask for the new number, and prove it; begin anew where its code has outlived itself."""
        while (begun := await self._begin_mobile()) is not None:
            proving = Proving[Owner | _Taken](self._visit, self._asking, *begun, self._enter_mobile)
            match await proving.run():
                case Owner() as owner:
                    self._owner = owner
                    return True
                case _Taken():
                    await self._asking.trouble(owner_troubles.NUMBER_TAKEN)
                case FlowOver():
                    continue
                case None:
                    return False
        return False

    async def _begin_mobile(self) -> tuple[CodeSent, Mobile] | None:
        """Ask for a number and send a code to it; return None for "back"."""
        text = ""

        async def send(mobile: Mobile) -> tuple[CodeSent, Mobile] | ApiError:
            nonlocal text
            text = mobile.grouped
            try:
                request = MobileChangeRequest(mobile=mobile.digits)
                return await self._client.owner.begin_mobile_change(self._session, request), mobile
            except ApiError as error:
                return error

        while True:
            page = MobilePage[tuple[CodeSent, Mobile] | ApiError](
                send, title="edit-mobile-title", note="edit-mobile-note", way_on="password-send", text=text
            )
            match answer := await show(self._app, page):
                case tuple():
                    return answer
                case ApiError():
                    await self._asking.trouble(trouble_of(answer), answer.support_code)
                case _:
                    return None

    async def _enter_mobile(self, flow: str, code: str) -> Owner | _Taken:
        try:
            return await self._client.owner.enter_mobile_code(self._session, flow, code)
        except ProblemError as error:
            if error.kind is ProblemKind.NUMBER_TAKEN:
                return _Taken()
            raise


def about_password(error: ApiError, *, wrong: str, paused: str) -> Message | None:
    """Return what is wrong with the password that was to prove who stands there, None where something else is.

    `wrong` and `paused` are the messages, the second one with its `minutes`.
    """
    if not isinstance(error, ProblemError):
        return None
    match error.kind:
        case ProblemKind.SIGN_IN_REFUSED:
            return say(wrong)
        case ProblemKind.SIGN_IN_PAUSED:
            return say(paused, minutes=minutes_of(error))
        case _:
            return None
