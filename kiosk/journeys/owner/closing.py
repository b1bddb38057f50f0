"""Closing an account (註銷車主): what is deleted and what the law keeps, asked twice, then the password."""

from __future__ import annotations

from enum import Enum, auto

from pydantic import SecretStr

from kiosk.api_client.errors import ApiError
from kiosk.contract.owners import Closing
from kiosk.i18n import say
from kiosk.journeys.asking import Asking
from kiosk.journeys.owner.data import about_password
from kiosk.journeys.steps import show
from kiosk.journeys.visit import Visit
from kiosk.screens.frame.confirm import ConfirmPage
from kiosk.screens.frame.form import Complaint
from kiosk.screens.frame.goodbye import GoodbyePage
from kiosk.screens.register.password import PasswordPage


class _Closed(Enum):
    """What became of the account."""

    CLOSED = auto()


async def close_account(visit: Visit) -> bool:
    """Let an owner close their account; return whether it is closed, and the goodbye said."""
    app, asking = visit.app, Asking(visit, in_area=True)
    if not await _wanted(visit):
        return False

    async def close(password: str) -> _Closed | ApiError | Complaint:
        try:
            await visit.client.owner.close(visit.token, Closing(password=SecretStr(password)))
        except ApiError as error:
            message = about_password(error, wrong="closing-wrong", paused="closing-paused")
            return error if message is None else Complaint(message)
        return _Closed.CLOSED

    while True:
        page = PasswordPage[_Closed | ApiError](
            close, title="closing-password-title", note="closing-password-note", way_on="closing-do"
        )
        match outcome := await show(app, page):
            case None:
                return False
            case ApiError():
                await asking.failed(outcome)
            case _Closed.CLOSED:
                await show(app, GoodbyePage())
                return True


async def _wanted(visit: Visit) -> bool:
    """Say what closing means, then ask once more."""
    what = ("closing-deleted", "closing-ended", "closing-tickets", "closing-kept")
    means = ConfirmPage(say("closing-title"), [say(id) for id in what], yes="closing-go-on", no="closing-no")
    if not await show(visit.app, means):
        return False
    sure = ConfirmPage(say("closing-sure-title"), [say("closing-sure")], yes="closing-yes", no="closing-no")
    return await show(visit.app, sure) is True
