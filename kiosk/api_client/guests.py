"""How a client without a device token gets one for half an hour: by reading a picture, or hearing it."""

from __future__ import annotations

from kiosk.api_client._caller import Caller
from kiosk.api_client._route import Replay, Route
from kiosk.contract.guests import GuestToken, PictureAnswer, PictureCode

MAKE = Route("POST", "/v1/picture-codes")
ANSWER = Route("POST", "/v1/picture-codes/answer", Replay.NEVER)
"""A picture lets in once: if the token was lost on its way, another picture is needed."""


class Guests:
    """Each call may raise `ApiError`; neither needs a token."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def picture(self) -> PictureCode:
        """Return five digits as a picture and a sound; raise `ApiError` (`too-many-requests`)."""
        return await self._caller.call(MAKE, PictureCode)

    async def enter(self, picture: PictureCode, digits: str) -> GuestToken:
        """Return the token, to be used with `KioskClient.use_token`.

        Raise `ApiError`: `picture-code-wrong`, after which the picture may be tried again, or `picture-code-over`.
        """
        return await self._caller.call(ANSWER, GuestToken, body=PictureAnswer(id=picture.id, digits=digits))
