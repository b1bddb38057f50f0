"""`kiosk lookup --all-cities`: what a vehicle owes in every county and city, asked by the national bill query."""

from __future__ import annotations

import logging
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kiosk.backend.registers.national.answers import NationalBill
from kiosk.backend.registers.national.asking import Cities, CityReply
from kiosk.backend.registers.national.cities import City, cities
from kiosk.backend.registers.national.host_call import HostCall
from kiosk.backend.registers.national.host_turns import MachineTurns
from kiosk.backend.registers.national.questions import CarType, Question
from kiosk.backend.registers.national.reckoning import worked_out
from kiosk.clock import SystemClock
from kiosk.commands.backends import CannotAskError
from kiosk.commands.cities_progress import progress
from kiosk.commands.exits import Exit
from kiosk.commands.output import print_json, print_line
from kiosk.commands.speech import tell, texts
from kiosk.commands.terminal import language_of, wants_demo
from kiosk.domain.money import Money
from kiosk.domain.plate import Plate, PlateError
from kiosk.i18n import Message, Texts, money, say
from kiosk.platform.machine.paths import data_folder

SCHEMA = "kiosk.lookup-cities/1"
"""Named in each JSON object. Keys may be added under this name, never changed or taken away."""

MOST_PLATES = 1000
_LONGEST_FILE = 64 * 1024

_TYPES = {"car": CarType.CAR, "motorcycle": CarType.MOTORCYCLE, "other": CarType.OTHER}


def lookup_cities(
    plate: str,
    type: str,
    *,
    plates: str,
    as_json: bool,
    demo: bool | None,
    language: str | None,
    only: str | None = None,
    codes: bool = False,
) -> int:
    """Ask every city, or `only` the one with a code, what vehicles owe and print it; return the exit code.

    With `codes`, the city's own payment code of each ticket follows. The answers are shown as they come.
    Raise `SettingsError`, `CitiesError`, and `OSError` for a data folder that cannot be written.
    """
    words, demo = texts(language_of(language)), wants_demo(demo)
    try:
        questions = _questions(plate, type, plates)
    except CannotAskError as error:
        tell(words, error.message)
        return error.code
    replies: dict[Question, list[CityReply]] = defaultdict(list)
    with ExitStack() as stack:
        _keep_no_log(stack)
        asked = _ready(stack, demo=demo, only=only)
        show = stack.enter_context(progress(words, asked, questions, as_json=as_json))
        for one in _answers(asked, questions, demo=demo):
            replies[one.question].append(one)
            show(one)
    order = {city.code: place for place, city in enumerate(asked)}
    found = [sorted(replies[question], key=lambda one: order[one.city.code]) for question in questions]
    if as_json:
        for answers in found:
            print_json(_as_json(answers))
    else:
        from kiosk.commands.cities_table import summarise

        summarise(words, found, only_one=only is not None)
        if codes:
            _print_codes(words, found)
    return outcome([one for answers in found for one in answers])[1]


def outcome(replies: Sequence[CityReply]) -> tuple[str, Exit]:
    """Return what came of asking all, as a word and as an exit code."""
    answers = [one.answer for one in replies if one.answer is not None]
    if not answers:
        return "could-not-ask", Exit.COULD_NOT_ASK
    if len(answers) < len(replies) or not all(answer.complete for answer in answers):
        return "partly-answered", Exit.PARTLY_ANSWERED
    return "owed" if any(answer.payable for answer in answers) else "nothing-owed", Exit.DONE


def _questions(plate: str, type: str, plates: str) -> list[Question]:
    if bool(plate) == bool(plates):
        raise CannotAskError(Exit.USAGE, say("cities-one-or-file"))
    if not plates:
        return [_question(plate, type, say("lookup-not-a-plate"))]
    lines = [line.partition("#")[0].strip() for line in _text(plates).splitlines()]
    found: dict[Question, None] = {}
    for number, line in enumerate(lines, 1):
        if line:
            own, comma, own_type = line.partition(",")
            # The number of the line, not what stands there: standard error may be kept.
            fault = say("cities-line", line=number)
            found[_question(own, own_type.strip() if comma else type, fault, fault)] = None
    if not 0 < len(found) <= MOST_PLATES:
        raise CannotAskError(Exit.USAGE, say("cities-plates-count", most=MOST_PLATES))
    return list(found)


def _question(plate: str, type: str, fault: Message, type_fault: Message | None = None) -> Question:
    if type not in _TYPES:
        raise CannotAskError(Exit.USAGE, type_fault or say("cities-type"))
    try:
        return Question(Plate.parse(plate), _TYPES[type])
    except PlateError:
        raise CannotAskError(Exit.USAGE, fault) from None


def _text(file: str) -> str:
    try:
        if file == "-":
            return sys.stdin.read(_LONGEST_FILE)
        with Path(file).open(encoding="utf-8-sig") as opened:
            return opened.read(_LONGEST_FILE)
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "UTF-8?"
        raise CannotAskError(Exit.USAGE, say("cities-file", reason=reason)) from None


def _print_codes(words: Texts, found: Sequence[Sequence[CityReply]]) -> None:
    """Print each ticket with its code for the city's page; a reminder has none."""
    from kiosk.commands.qr import qr

    printed = False
    for one in (one for replies in found for one in replies):
        for bill in one.answer.bills if one.answer is not None else ():
            link = one.city.pay_link(bill.number)
            if link is not None:
                amount = words(money(Money(bill.pay_amount)))
                print_line(words(say("cities-code", number=bill.number, amount=amount)), link)
                qr(link)
                printed = True
    if printed:
        tell(words, say("cities-code-note"))


def _keep_no_log(stack: ExitStack) -> None:
    """Write no log until the end of `stack`: standard error is for what is said to people, also when they press ^C."""
    for logger in map(logging.getLogger, ("kiosk", "uvicorn")):
        handler = logging.NullHandler()
        logger.addHandler(handler)
        stack.callback(logger.removeHandler, handler)


def _ready(stack: ExitStack, *, demo: bool, only: str | None = None) -> tuple[City, ...]:
    """Return the cities that can be asked; in the demo, simulated ones that end with `stack`."""
    known = tuple(city for city in cities() if not city.off and only in (None, city.code))
    if not demo:
        return known
    from kiosk.backend.registers.national.simulator import DEMO, SimulatedCities, synthetic

    clock = SystemClock()
    return stack.enter_context(SimulatedCities(clock, synthetic(clock), DEMO).served(known))


def _answers(asked: Sequence[City], questions: Sequence[Question], *, demo: bool) -> Iterator[CityReply]:
    folder = data_folder() / "cities"
    folder.mkdir(mode=0o700, exist_ok=True)
    clock = SystemClock()
    call = HostCall(own_network=demo)
    return Cities(clock, MachineTurns(folder, clock), call, threading.Event().wait).ask_all(asked, questions)


def _as_json(replies: Sequence[CityReply]) -> dict[str, Any]:
    question = replies[0].question
    word, _ = outcome(replies)
    known = [one.answer.total for one in replies if one.answer is not None]
    return {
        "schema": SCHEMA,
        "outcome": word,
        "vehicle": {
            "plate": str(question.plate),
            "type": next(name for name, type in _TYPES.items() if type is question.type),
        },
        # null, not nought: it is unknown.
        "total": sum(known) if known else None,
        "missing": [one.city.code for one in replies if one.answer is None],
        "off": [city.code for city in cities() if city.off],
        "cities": [_city_as_json(one) for one in replies],
    }


def _city_as_json(one: CityReply) -> dict[str, Any]:
    answer = one.answer
    return {
        "code": one.city.code,
        "name": one.city.name,
        "state": outcome([one])[0],
        "reason": one.reason,
        "where": one.where,
        "asked_at": one.asked_at.isoformat(),
        "seconds": round(one.seconds, 3),
        # Without TLS, an answer may have been changed on its way.
        "secured": all(url.scheme == "https" for url in one.city.urls(one.question)),
        "total": None if answer is None else answer.total,
        "bills": None if answer is None else [_of_ticket(one, bill) for bill in answer.bills],
        "reminders": None
        if answer is None
        else [
            {
                "number": reminder.number,
                "pay_by": reminder.pay_by.isoformat(),
                "amount": reminder.amount,
                "extra_charge": reminder.extra_charge,
                "pay_amount": reminder.pay_amount,
                "prosecuted": reminder.prosecuted,
                "bills": [_bill_as_json(one, bill) for bill in reminder.bills],
            }
            for reminder in answer.reminders
        ],
    }


def _of_ticket(one: CityReply, bill: NationalBill) -> dict[str, Any]:
    return {**_bill_as_json(one, bill), "pay_link": one.city.pay_link(bill.number)}


def _bill_as_json(one: CityReply, bill: NationalBill) -> dict[str, Any]:
    units = worked_out(one.city, bill, one.question.type)
    return {
        "number": bill.number,
        "parked_on": bill.parked_on.isoformat(),
        "pay_by": bill.pay_by.isoformat(),
        "status": bill.status,
        "hours": None if bill.hours is None else float(bill.hours),
        "amount": bill.amount,
        "pay_amount": bill.pay_amount,
        # How the amount may be made up by the city's rates; null where none that is known fits.
        "units": None if units is None else asdict(units),
    }
