"""Letting a guest in: a client without a device token, such as a developer's, reads a picture before anything else."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING

from kiosk.api_client import KioskClient
from kiosk.api_client.errors import ApiError, ProblemError
from kiosk.contract.guests import GuestToken, PictureCode
from kiosk.contract.problems import ProblemKind
from kiosk.i18n import Message, say
from kiosk.journeys.asking import Asking
from kiosk.journeys.steps import VisitOver, show
from kiosk.journeys.visit import Visit
from kiosk.platform.machine.sound import play
from kiosk.screens.frame import trouble_kinds
from kiosk.screens.frame.form import Complaint
from kiosk.screens.frame.trouble import TroublePage
from kiosk.screens.register.picture_code import OtherPicture, PictureCodePage

if TYPE_CHECKING:
    from kiosk.app import KioskApp
    from kiosk.journeys.connection import Connection


async def let_in(app: KioskApp, connection: Connection) -> Visit:
    """Have the visitor read a picture unless somebody has a while ago; raise `VisitOver` where they give up."""
    visit = await _visit(app, connection)
    if connection.admitted:
        return visit
    client, asking = visit.client, Asking(visit)
    picture = await asking.asked(client.guests.picture)
    while True:
        answer = await show(app, _page(client, picture))
        match answer:
            case None:
                raise VisitOver
            case GuestToken():
                connection.admit(client, answer)
                return visit
            case ApiError():
                await asking.failed(answer)
                picture = await asking.asked(client.guests.picture)


async def enrolled(app: KioskApp, connection: Connection) -> Visit:
    """Tell a guest at once, before they type anything, that this is for enrolled terminals; raise `VisitOver` then."""
    if connection.guest:
        await show(app, TroublePage(trouble_kinds.NOT_FOR_GUESTS))
        raise VisitOver
    visit = await _visit(app, connection)
    # What is asked for, and whether a phone is beside it, depends on the service.
    await Asking(visit).waited(visit.informed())
    return visit


async def _visit(app: KioskApp, connection: Connection) -> Visit:
    return Visit(app, await connection.client(), connection.payments, connection.devices)


def _page(client: KioskClient, picture: PictureCode) -> PictureCodePage[GuestToken | ApiError]:
    async def enter(picture: PictureCode, digits: str) -> GuestToken | ApiError | Complaint | OtherPicture:
        try:
            return await client.guests.enter(picture, digits)
        except ProblemError as error:
            match error.kind:
                case ProblemKind.PICTURE_WRONG:
                    return Complaint(_wrong(error.problem.tries))
                case ProblemKind.PICTURE_OVER:
                    return await other("picture-over")
            return error
        except ApiError as error:
            return error

    async def other(why: str = "picture-why") -> ApiError | OtherPicture:
        try:
            return OtherPicture(await client.guests.picture(), say(why))
        except ApiError as error:
            return error

    return PictureCodePage(picture, enter=enter, other=other, play=lambda shown: play(b64decode(shown.sound)))


def _wrong(tries: int | None) -> Message:
    return say("picture-wrong") if tries is None else say("picture-wrong-left", tries=tries)
