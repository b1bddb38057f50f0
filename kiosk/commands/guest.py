"""Authenticating a command without a terminal token as a guest: the person at the terminal solves a CAPTCHA."""

from __future__ import annotations

import asyncio
import sys
from base64 import b64decode

from kiosk.api_client import KioskClient, ProblemError
from kiosk.commands.speech import tell
from kiosk.contract.guests import DIGITS, PictureCode
from kiosk.contract.problems import ProblemKind
from kiosk.domain.one_time_code import digits_in
from kiosk.i18n import Texts, say
from kiosk.platform.machine.sound import play
from kiosk.widgets.codes.cell_print import printed

_LONGEST = 256
_LISTEN = frozenset("?？")


async def let_in(client: KioskClient, words: Texts) -> bool:
    """Show a CAPTCHA, or play it, and ask for its digits until they are right; return False without an answer.

    A picture that is used up is followed by another one, as long as the backend gives any. Raise `ApiError`.
    """
    picture = await client.guests.picture()
    sys.stderr.write(printed(picture.rows))
    while (typed := await _line(words)) is not None:
        digits = digits_in(typed)
        if typed in _LISTEN:
            tell(words, say("picture-playing"))
            if not await play(b64decode(picture.sound)):
                tell(words, say("picture-silent"))
        elif digits is None or len(digits) != DIGITS:
            tell(words, say("lookup-picture-digits"))
        elif (refused := await _entered(client, picture, digits)) is None:
            return True
        elif refused is ProblemKind.PICTURE_WRONG:
            tell(words, say("lookup-picture-wrong"))
        else:
            picture = await client.guests.picture()
            sys.stderr.write(printed(picture.rows))
            tell(words, say("picture-over"))
    return False


async def _entered(client: KioskClient, picture: PictureCode, digits: str) -> ProblemKind | None:
    """Be let in; return why not, where another try or another picture helps."""
    try:
        token = await client.guests.enter(picture, digits)
    except ProblemError as error:
        if error.kind in {ProblemKind.PICTURE_WRONG, ProblemKind.PICTURE_OVER}:
            return error.kind
        raise
    client.use_token(token.token)
    return None


async def _line(words: Texts) -> str | None:
    """Return the typed line, None at end of input."""
    sys.stderr.write(words("picture-ask"))
    sys.stderr.flush()
    # Not in a thread: a thread that reads cannot be called off, and Ctrl+C would wait for one more line.
    loop, there = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(sys.stdin, there.set)
    try:
        await there.wait()
    finally:
        loop.remove_reader(sys.stdin)
    # A terminal in canonical mode delivers one whole line at a time.
    typed = sys.stdin.readline(_LONGEST)
    return typed.strip() if typed else None
