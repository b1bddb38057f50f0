"""`kiosk lookup`: what a vehicle owes, as a table for people or as JSON for programs."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kiosk.commands.backends import CannotAskError, backend_of
from kiosk.commands.exits import Exit
from kiosk.commands.output import print_json
from kiosk.commands.speech import tell, texts
from kiosk.commands.terminal import central, language_of, wants_demo
from kiosk.domain.dates import taipei_date
from kiosk.domain.plate import Plate, PlateError, VehicleType
from kiosk.i18n import Message, Texts, say

if TYPE_CHECKING:
    from kiosk.api_client import KioskClient
    from kiosk.api_client.errors import ApiError
    from kiosk.contract.bills import Bill, BillAnswer

SCHEMA = "kiosk.lookup/1"
"""Named in each JSON object. Keys may be added under this name, never changed or taken away."""


_LONGEST_INPUT = 4096


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: a plate, and the type of vehicle that is meant; None for both."""

    plate: str
    type: VehicleType | None

    @property
    def types(self) -> tuple[VehicleType, ...]:
        """Both types, the one that is meant first."""
        return tuple(VehicleType) if self.type is None else (self.type, self.type.other)


@dataclass(frozen=True, slots=True)
class Finding:
    """Result of the look-up. Without `answer`, it is unknown whether anything is owed."""

    code: Exit
    answer: BillAnswer | None = None
    bills: Sequence[Bill] = ()
    """Of the type that was meant."""
    others: Sequence[Bill] = ()
    """Of the same plate as the other type."""
    problem: str | None = None
    why: Message | None = None
    """Why the backend was not reached."""
    support_code: str | None = None

    @property
    def outcome(self) -> str:
        if self.code is Exit.PARTLY_ANSWERED:
            return "partly-answered"
        if self.code is Exit.REFUSED:
            return "refused"
        if self.answer is None:
            return "could-not-ask"
        return "owed" if self.bills else "nothing-owed"


def lookup(
    plate: str,
    type: str,
    *,
    as_json: bool,
    backend: str,
    demo: bool | None,
    language: str | None,
    no_input: bool = False,
) -> int:
    """Ask what a vehicle owes and print it; return the exit code.

    Without a device token, a person at the terminal reads a picture first, unless with `no_input`. The settings say
    what the command line does not; raise `SettingsError`.
    """
    backend, demo = central(backend), wants_demo(demo)
    words = texts(language_of(language))
    # A command keeps no log, and standard error is for what is said to people.
    logging.getLogger("kiosk").addHandler(logging.NullHandler())
    try:
        asked = _asked(_only_line() if plate == "-" else plate, type)
        person = None if no_input or plate == "-" else words
        # Before the loop: a keyring may take its time.
        source = backend_of(backend, demo=demo, words=words, person=person)
        finding = asyncio.run(_ask(asked, source))
    except CannotAskError as error:
        tell(words, error.message)
        return error.code
    if as_json:
        print_json(_as_json(asked, finding))
    else:
        _show(words, asked, finding)
    return finding.code


def _only_line() -> str:
    """Return the plate on standard input; only the first of a list would be looked up."""
    lines = [line for line in sys.stdin.read(_LONGEST_INPUT).splitlines() if line.strip()]
    if len(lines) > 1:
        raise CannotAskError(Exit.USAGE, say("lookup-one-plate"))
    return lines[0] if lines else ""


def _asked(plate: str, type: str) -> Asked:
    try:
        kind = VehicleType(type) if type else None
    except ValueError:
        raise CannotAskError(Exit.USAGE, say("lookup-type")) from None
    try:
        parsed = Plate.parse(plate)
    except PlateError:
        # What was typed is not repeated: it may hold anything, and standard error may be kept.
        raise CannotAskError(Exit.USAGE, say("lookup-not-a-plate")) from None
    return Asked(str(parsed), kind)


async def _ask(asked: Asked, source: AbstractAsyncContextManager[KioskClient]) -> Finding:
    from kiosk.api_client.errors import ApiError
    from kiosk.contract.wire import Vehicle

    # Both in any case: under the wrong type, "nothing owed" would be true and mislead.
    vehicles = [Vehicle(plate=asked.plate, type=type) for type in asked.types]
    try:
        async with source as client:
            answer = await client.bills.search(vehicles)
    except ApiError as error:
        return _not_answered(error)
    own = [bill for bill in answer.bills if asked.type in {None, bill.vehicle.type}]
    others = [bill for bill in answer.bills if bill not in own]
    return Finding(Exit.DONE if answer.complete else Exit.PARTLY_ANSWERED, answer, own, others)


def _not_answered(error: ApiError) -> Finding:
    from kiosk.api_client.errors import ProblemError

    if not isinstance(error, ProblemError):
        from kiosk.journeys.unreached import why

        return Finding(Exit.COULD_NOT_ASK, why=why(error), support_code=error.support_code)
    # Trouble of the backend's own, be it of a kind that is unknown here, says nothing of what is owed.
    code = Exit.COULD_NOT_ASK if error.problem.status >= 500 else Exit.REFUSED
    return Finding(code, problem=error.problem.type, support_code=error.support_code)


def _as_json(asked: Asked, finding: Finding) -> dict[str, Any]:
    answer = finding.answer
    known = answer is not None
    other = None if asked.type is None else asked.type.other
    return {
        "schema": SCHEMA,
        "outcome": finding.outcome,
        # Without a type, the bills of both: each names its vehicle.
        "vehicle": {"plate": asked.plate, "type": asked.type},
        "asked_at": None if answer is None else answer.asked_at.isoformat(),
        "missing": [] if answer is None else [source.value for source in answer.missing],
        # null, not an empty list: it is unknown.
        "bills": _bills_as_json(finding.bills) if known else None,
        "total": sum(bill.amount for bill in finding.bills) if known else None,
        "other": {"type": other, "bills": _bills_as_json(finding.others)} if known and other is not None else None,
        "problem": finding.problem,
        "reason": None if finding.why is None else finding.why.id.removeprefix("unreached-"),
        "support_code": finding.support_code,
    }


def _bills_as_json(bills: Sequence[Bill]) -> list[dict[str, Any]]:
    return [bill.model_dump(mode="json") for bill in bills]


def _show(words: Texts, asked: Asked, finding: Finding) -> None:
    if finding.answer is None:
        tell(words, say(f"lookup-{finding.outcome}", code=finding.support_code or ""))
        if finding.why is not None:
            tell(words, finding.why)
        return
    if finding.code is Exit.PARTLY_ANSWERED:
        tell(words, say("lookup-partly-answered"))
    elif not finding.bills and not finding.others:
        tell(words, say("lookup-nothing-owed", plate=asked.plate))
    if finding.bills:
        from kiosk.commands.lookup_table import show

        today = taipei_date(finding.answer.asked_at)
        show(words, finding.bills, today, with_vehicle=asked.type is None)
    if finding.others and asked.type is not None:
        tell(words, _of_the_other(asked.plate, asked.type, finding))


def _of_the_other(plate: str, type: VehicleType, finding: Finding) -> Message:
    none = not finding.bills and finding.code is Exit.DONE
    return say(
        "lookup-only-other" if none else "lookup-other",
        plate=plate,
        type=say(f"vehicle-{type.value}-plain"),
        other=say(f"vehicle-{type.other.value}-plain"),
        option=type.other.value,
        count=len(finding.others),
    )
