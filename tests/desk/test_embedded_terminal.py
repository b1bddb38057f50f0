"""A kiosk that has a backend of its own has no name that somebody gave it: readers get words of their language."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from kiosk.contract.wire import EMBEDDED_TERMINAL
from tests.desk.office import Desk, Office, desk
from tests.desk.stub import Answer, Refusal, Script
from tests.desk.test_terminal_hour import asked_for_amount, at_question, seen_by_f10, with_terminals

NAMED = "松山 1 號機"
WORDS = "本機"


def embedded() -> Office:
    """Return an office whose one terminal has the name that the backend keeps for its own."""
    office = with_terminals()
    office.scripts = {path: _renamed(script) for path, script in office.scripts.items()}
    return office


def _renamed(script: Script) -> Script:
    def answer(body: dict[str, Any]) -> Answer:
        answered = script(body)
        if answered is None or isinstance(answered, Refusal):
            return answered
        return type(answered).model_validate_json(answered.model_dump_json().replace(NAMED, EMBEDDED_TERMINAL))

    return answer


async def _found(at: Desk, text: str, *shown: str) -> None:
    await at.sign_in()
    await at.find(text)
    await at.shows(*shown)


async def payment(at: Desk) -> None:
    await _found(at, "261123102107", "JK-88213")


async def number(at: Desk) -> None:
    await _found(at, "0912-345-678", f"・{WORDS}")


async def support_code(at: Desk) -> None:
    await _found(at, "S-2345678", "POST /v1/payments")


async def choice_of_terminals(at: Desk) -> None:
    await at.sign_in()
    await at.press("f10")
    await at_question(at, 1)
    await at.press("enter")
    await at_question(at, 2)


async def hour(at: Desk) -> None:
    await seen_by_f10(at)


async def hour_that_is_not_there(at: Desk) -> None:
    at.office.scripts["/terminals/hour"] = lambda _: Refusal("busy", 503)
    await asked_for_amount(at)
    await at.press("enter")
    await at_question(at, 6)
    await at.press("enter")
    await at.shows("後台忙碌")


async def report(at: Desk) -> None:
    await seen_by_f10(at)
    await at.press("f8")
    await at.shows("會通報維運人員")


async def reported(at: Desk) -> None:
    await report(at)
    await at.press("down", "enter")
    await at.shows("已通報")


@pytest.mark.variants(keep=2)
@pytest.mark.parametrize(
    "page", [payment, number, support_code, choice_of_terminals, hour, hour_that_is_not_there, report, reported]
)
async def test_no_page_of_the_desk_shows_the_name_that_the_database_has_for_it(
    page: Callable[[Desk], Awaitable[None]],
) -> None:
    async with desk(embedded(), size=(120, 40)) as at:
        await page(at)
        await at.shows(WORDS)
        assert EMBEDDED_TERMINAL not in at.text()


async def test_readers_of_english_get_english_words() -> None:
    async with desk(embedded(), size=(120, 40), language="en") as at:
        await payment(at)
        await at.shows("This machine")
        assert EMBEDDED_TERMINAL not in at.text()
