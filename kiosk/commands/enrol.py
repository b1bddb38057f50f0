"""`kiosk terminal enrol`: a token for this terminal by a code of the office, kept where the machine keeps secrets."""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import TYPE_CHECKING

from kiosk.commands.exits import Exit
from kiosk.commands.output import one_line, print_json
from kiosk.commands.speech import tell, texts
from kiosk.commands.terminal import language_of
from kiosk.domain import enrolment_code
from kiosk.i18n import Message, Texts, say

if TYPE_CHECKING:
    from kiosk.api_client.errors import ApiError
    from kiosk.contract.enrolment import Enrolled

SCHEMA = "kiosk.enrolment/1"

_LONGEST = 256


def enrol(backend: str, *, asks: bool, language: str | None, show: bool, as_json: bool) -> int:
    """Read a code from standard input, asked for on a terminal if `asks`, enrol this terminal; return the exit code.

    With `show` the token goes to standard output, for a systemd credential. Raise `SettingsError`, and `SecretError`
    before anything is asked.
    """
    from kiosk.platform.machine.secrets import SecretError, account, keyring_name

    words = texts(language_of(language))
    try:
        account(backend)
        keeps = show or keyring_name() is not None
    except SecretError as error:
        sys.stderr.write(f"{error}\n")
        return Exit.FAILED
    if not keeps:
        # Before the code is used up for a token that could not be kept.
        tell(words, say("enrol-no-keyring"))
        return Exit.FAILED
    code = enrolment_code.read(_typed(words if asks else None))
    if code is None:
        tell(words, say("enrol-not-a-code"))
        return Exit.USAGE
    logging.getLogger("kiosk").addHandler(logging.NullHandler())
    found = asyncio.run(_ask(backend, str(code)))
    if isinstance(found, tuple):
        exit_code, messages = found
        for message in messages:
            tell(words, message)
        if as_json and exit_code != Exit.USAGE:
            outcome = "could-not-ask" if exit_code == Exit.COULD_NOT_ASK else "refused"
            print_json({"schema": SCHEMA, "outcome": outcome, "id": None, "name": None})
        return exit_code
    return _keep(words, backend, found, show=show, as_json=as_json)


def _typed(words: Texts | None) -> str:
    if words is not None and sys.stdin.isatty():
        sys.stderr.write(words("enrol-ask"))
        sys.stderr.flush()
    return sys.stdin.readline(_LONGEST).strip()


async def _ask(backend: str, code: str) -> Enrolled | tuple[Exit, tuple[Message, ...]]:
    from kiosk.api_client import KioskClient
    from kiosk.api_client.errors import ApiError

    try:
        async with KioskClient(backend, "") as client:
            return await client.enrolments.enrol(code)
    except ApiError as error:
        return _not_enrolled(error)
    except ValueError:
        return Exit.USAGE, (say("lookup-address"),)


def _not_enrolled(error: ApiError) -> tuple[Exit, tuple[Message, ...]]:
    from kiosk.api_client.errors import ProblemError
    from kiosk.contract.problems import ProblemKind
    from kiosk.journeys.unreached import why

    code = error.support_code or ""
    if not isinstance(error, ProblemError):
        reason = why(error)
        return Exit.COULD_NOT_ASK, (say("enrol-could-not-ask", code=code), *(() if reason is None else (reason,)))
    sentences = {
        ProblemKind.CODE_WRONG: say("enrol-wrong"),
        ProblemKind.CODE_EXPIRED: say("enrol-late"),
        ProblemKind.FLOW_OVER: say("enrol-used"),
        ProblemKind.CODE_COUNTER: say("enrol-too-often"),
        ProblemKind.RATE: say("enrol-rate"),
    }
    if error.kind in sentences:
        return Exit.REFUSED, (sentences[error.kind],)
    if error.problem.status >= 500:
        return Exit.COULD_NOT_ASK, (say("enrol-could-not-ask", code=code),)
    return Exit.REFUSED, (say("enrol-refused", code=code),)


def _keep(words: Texts, backend: str, found: Enrolled, *, show: bool, as_json: bool) -> int:
    from kiosk.platform.machine.secrets import SecretError, store_token

    token = found.token.get_secret_value()
    if not show:
        try:
            store_token(backend, token)
        except SecretError as error:
            sys.stderr.write(f"{error}\n")
            tell(words, say("enrol-not-kept", id=found.id))
            return Exit.FAILED
    tell(words, say("enrol-done", name=one_line(found.name)))
    if as_json:
        answer = {"schema": SCHEMA, "outcome": "enrolled", "id": found.id, "name": found.name}
        print_json({**answer, "token": token} if show else answer)
    elif show:
        sys.stdout.write(token + "\n")
    return Exit.DONE
