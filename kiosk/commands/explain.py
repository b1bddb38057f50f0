"""`kiosk explain`: how the amount under one number is made up, line by line."""

from __future__ import annotations

import asyncio
import logging
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kiosk.commands.backends import CannotAskError, backend_of
from kiosk.commands.exits import Exit
from kiosk.commands.output import print_json
from kiosk.commands.speech import tell, texts
from kiosk.commands.terminal import central, language_of, wants_demo
from kiosk.domain.scanned import bill_number
from kiosk.i18n import Message, say

if TYPE_CHECKING:
    from kiosk.api_client import KioskClient
    from kiosk.api_client.errors import ApiError
    from kiosk.contract.bills import Bill

SCHEMA = "kiosk.explain/1"
"""Named in the JSON object. Keys may be added under this name, never changed or taken away."""


@dataclass(frozen=True, slots=True)
class NotExplained:
    """Why there is nothing to explain."""

    code: Exit
    messages: tuple[Message, ...]
    support_code: str | None = None


def explain(
    typed: str, *, as_json: bool, backend: str, demo: bool | None, language: str | None, no_input: bool = False
) -> int:
    """Print how the amount of a ticket or a notice is made up; return the exit code, 1 where it is not owed.

    `typed` is a number, or what a scanner read of its paper. Raise `SettingsError`.
    """
    backend, demo = central(backend), wants_demo(demo)
    words = texts(language_of(language))
    number = bill_number(typed)
    if number is None:
        tell(words, say("explain-not-a-number"))
        return Exit.USAGE
    # A command keeps no log, and standard error is for what is said to people.
    logging.getLogger("kiosk").addHandler(logging.NullHandler())
    try:
        found = asyncio.run(
            _ask(number, backend_of(backend, demo=demo, words=words, person=None if no_input else words))
        )
    except CannotAskError as error:
        found = NotExplained(error.code, (error.message,))
    code = found.code if isinstance(found, NotExplained) else Exit.DONE
    if as_json and code in _OUTCOMES:
        print_json(_as_json(number, found))
    elif isinstance(found, NotExplained):
        for message in found.messages:
            tell(words, message)
    else:
        from kiosk.commands.explain_table import show

        show(words, found)
    return code


async def _ask(number: str, source: AbstractAsyncContextManager[KioskClient]) -> Bill | NotExplained:
    from kiosk.api_client.errors import ApiError

    try:
        async with source as client:
            place = await client.bills.find(number)
            answer = await client.bills.search([place.vehicle])
    except ApiError as error:
        return _not_found(number, error)
    bill = next((bill for bill in answer.bills if bill.number == place.number), None)
    if bill is not None:
        return bill
    if answer.complete:  # paid, or passed into a notice, between the two questions
        return NotExplained(Exit.FAILED, (say("explain-unknown", number=number),))
    return NotExplained(Exit.COULD_NOT_ASK, (say("lookup-partly-answered"),))


def _not_found(number: str, error: ApiError) -> NotExplained:
    from kiosk.api_client.errors import ProblemError
    from kiosk.contract.problems import ProblemKind

    code = error.support_code or ""
    if not isinstance(error, ProblemError):
        from kiosk.journeys.unreached import why

        reason = why(error)
        silent = (say("lookup-could-not-ask", code=code), *(() if reason is None else (reason,)))
        return NotExplained(Exit.COULD_NOT_ASK, silent, error.support_code)
    if error.kind is ProblemKind.NOT_FOUND:
        return NotExplained(Exit.FAILED, (say("explain-unknown", number=number),))
    if error.kind is ProblemKind.ALREADY_PAID:
        return NotExplained(Exit.FAILED, (say("explain-paid", number=number),))
    if error.problem.status >= 500:
        return NotExplained(Exit.COULD_NOT_ASK, (say("lookup-could-not-ask", code=code),), error.support_code)
    return NotExplained(Exit.REFUSED, (say("lookup-refused", code=code),), error.support_code)


_OUTCOMES = {Exit.DONE: "owed", Exit.COULD_NOT_ASK: "could-not-ask", Exit.REFUSED: "refused"}
"""What a program reads; of everything else, the exit code and the sentence say it."""


def _as_json(number: str, found: Bill | NotExplained) -> dict[str, Any]:
    answer = {"schema": SCHEMA, "number": number}
    if isinstance(found, NotExplained):
        # null, not an empty bill: it is unknown.
        return {**answer, "outcome": _OUTCOMES[found.code], "bill": None, "support_code": found.support_code}
    return {**answer, "outcome": _OUTCOMES[Exit.DONE], "bill": found.model_dump(mode="json"), "support_code": None}
