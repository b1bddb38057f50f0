"""Letting a command in that has no device token: whoever sits at the terminal reads a picture."""

from __future__ import annotations

import asyncio
import sys

from kiosk.api_client import KioskClient, ProblemError
from kiosk.commands.speech import tell
from kiosk.contract.guests import DIGITS
from kiosk.contract.problems import ProblemKind
from kiosk.domain.one_time_code import digits_in
from kiosk.i18n import Texts, say
from kiosk.widgets.cell_print import printed

_LONGEST = 256


async def let_in(client: KioskClient, words: Texts) -> bool:
    """Show a picture and ask for its digits until they are right; return False where nobody answers.

    A picture that is used up is followed by another one, as long as the backend gives any. Raise `ApiError`.
    """
    picture = await client.guests.picture()
    sys.stderr.write(printed(picture.rows))
    while True:
        digits = await asyncio.to_thread(_asked, words)
        if digits is None:
            return False
        try:
            token = await client.guests.enter(picture, digits)
        except ProblemError as error:
            match error.kind:
                case ProblemKind.PICTURE_WRONG:
                    tell(words, say("lookup-picture-wrong"))
                case ProblemKind.PICTURE_OVER:
                    picture = await client.guests.picture()
                    sys.stderr.write(printed(picture.rows))
                    tell(words, say("picture-over"))
                case _:
                    raise
        else:
            client.use_token(token.token)
            return True


def _asked(words: Texts) -> str | None:
    """Return the digits that somebody types, asking until there are as many as there should be; None at the end."""
    while True:
        sys.stderr.write(words("picture-ask"))
        sys.stderr.flush()
        typed = sys.stdin.readline(_LONGEST)
        if not typed:
            return None
        digits = digits_in(typed.strip())
        if digits is not None and len(digits) == DIGITS:
            return digits
        tell(words, say("lookup-picture-digits"))
