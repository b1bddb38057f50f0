"""A client without a device token: it solves a picture code and gets a token for a short time.

Enrolled kiosks never see it: their token and the limits on it stand for it (WCAG 3.3.8).
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kiosk.contract.wire import Id, Request, Token, Wire

DIGITS = 5
"""Of a picture code, as on the website."""


class PictureCode(Wire):
    """Five digits to be read, or heard. Drawn from cells: each row is a string of the characters `#` and ` `."""

    id: Id
    rows: tuple[Annotated[str, Field(max_length=200)], ...]
    sound: Annotated[str, Field(max_length=1_500_000)]
    """The same digits spoken: WAV, base64."""
    expires_in: float


class PictureAnswer(Request):
    """What was read or heard."""

    id: Id
    digits: Annotated[str, Field(pattern=rf"^[0-9]{{{DIGITS}}}$")]


class GuestToken(Wire):
    """Lets a client in as a guest: look-ups and payments, within tighter limits."""

    token: Token
    expires_in: float
