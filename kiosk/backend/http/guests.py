"""How a client without a device token gets in: it asks for a picture code and answers it.

Behind a proxy all clients come from its address, and share what one is allowed, unless `trusted_proxies` names it.
"""

from __future__ import annotations

from fastapi import APIRouter, Request

from kiosk.backend.context import Context
from kiosk.backend.http.routers import json_router
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.proof import guests
from kiosk.contract.guests import GuestToken, PictureAnswer, PictureCode


def router(context: Context) -> APIRouter:
    """Return the routes of picture codes; they need no token."""
    routes = json_router("guests")

    @routes.post("/v1/picture-codes", operation_id="makePictureCode", status_code=201)
    async def make_picture_code(request: Request) -> PictureCode:
        """Return five digits as a picture and as a sound, to be answered within five minutes."""
        address = request.client.host if request.client is not None else ""
        return await in_unit_of_work(lambda: guests.make(context, address))

    @routes.post("/v1/picture-codes/answer", operation_id="answerPictureCode", status_code=201)
    async def answer_picture_code(given: PictureAnswer) -> GuestToken:
        """Return a token for half an hour to a guest who read the picture right; three tries, one success."""
        return await in_unit_of_work(lambda: guests.answer(context, given))

    return routes
