"""Closing an account (註銷車主): what is deleted and what the law keeps, asked twice, then the password."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from pydantic import SecretStr

from kiosk.api_client import KioskClient
from kiosk.api_client.errors import ApiError
from kiosk.contract.owners import Closing
from kiosk.i18n import say
from kiosk.journeys.asking import Asking
from kiosk.journeys.owner.data import about_password
from kiosk.journeys.steps import show
from kiosk.screens.frame.confirm import ConfirmPage
from kiosk.screens.frame.form import Complaint
from kiosk.screens.frame.goodbye import GoodbyePage
from kiosk.screens.register.password import PasswordPage

if TYPE_CHECKING:
    from kiosk.app import KioskApp


class _Closed(Enum):
    """What became of the account."""

    CLOSED = auto()


async def close_account(app: KioskApp, client: KioskClient, session: SecretStr) -> bool:
    """Let an owner close their account; return whether it is closed, and the goodbye said."""
    if not await _wanted(app):
        return False
    asking = Asking(app, client, in_area=True)

    async def close(password: str) -> _Closed | ApiError | Complaint:
        try:
            await client.owner.close(session, Closing(password=SecretStr(password)))
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


async def _wanted(app: KioskApp) -> bool:
    """Say what closing means, then ask once more."""
    what = ("closing-deleted", "closing-ended", "closing-tickets", "closing-kept")
    means = ConfirmPage(say("closing-title"), [say(id) for id in what], yes="closing-go-on", no="closing-no")
    if not await show(app, means):
        return False
    sure = ConfirmPage(say("closing-sure-title"), [say("closing-sure")], yes="closing-yes", no="closing-no")
    return await show(app, sure) is True
