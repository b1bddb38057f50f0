"""`kiosk difference list`, `take`, `close`: what a reconciliation found, until somebody has put it right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kiosk.commands.acting import shell
from kiosk.commands.exits import Exit
from kiosk.commands.output import print_json
from kiosk.commands.speech import tell, texts
from kiosk.commands.store import opened, with_books
from kiosk.i18n import Message, say

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kiosk.backend.payments.differences import Difference
    from kiosk.backend.staff.perform import Arguments, Books


def show(url: str, *, as_json: bool, language: str | None) -> int:
    """List the differences that are open, the oldest first; return the exit code."""
    from kiosk.backend.payments import differences
    from kiosk.clock import SystemClock

    words = texts(language)
    with opened(url) as database, database.read() as connection:
        listed = differences.still_open(connection)
    if as_json:
        print_json({"schema": "kiosk.differences/1", "differences": [_as_json(one) for one in listed]})
    elif listed:
        from kiosk.commands import money_tables

        money_tables.waiting(words, listed, SystemClock().now())
    else:
        tell(words, say("difference-none"))
    return Exit.DONE


def take(number: int, url: str, *, owner: str, as_json: bool, language: str | None) -> int:
    """Let somebody look after a difference; return the exit code, 1 where there is no open one of that number."""
    from kiosk.backend.payments import differences
    from kiosk.backend.staff.perform import Arguments

    done = say("difference-taken", number=number, name=owner)
    answer = {"number": number, "owner": owner} if as_json else None
    return _changed(
        url,
        "difference.take",
        Arguments(str(number)),
        lambda connection: differences.take(connection, number, owner),
        done,
        answer,
        language,
    )


def close(number: int, url: str, *, outcome: str, as_json: bool, language: str | None) -> int:
    """Close a difference; return the exit code, 1 where there is no open one of that number."""
    from kiosk.backend.domain.reconciliation import BY_PEOPLE
    from kiosk.backend.payments import differences
    from kiosk.backend.staff.perform import Arguments
    from kiosk.clock import SystemClock

    known = next((one for one in BY_PEOPLE if one.value == outcome), None)
    if known is None:
        tell(texts(language), say("difference-outcomes", names=", ".join(BY_PEOPLE)))
        return Exit.USAGE
    done = say("difference-closed", number=number)
    answer = {"number": number, "outcome": known.value} if as_json else None
    closing = differences.Closing(known, shell().who, SystemClock().now())
    return _changed(
        url,
        "difference.close",
        Arguments(str(number), fields=frozenset({"difference"}), reason=known.value),
        lambda c: differences.close(c, number, closing),
        done,
        answer,
        language,
    )


def _changed(
    url: str,
    operation: str,
    arguments: Arguments,
    change: Callable[[Connection], None],
    done: Message,
    answer: dict[str, Any] | None,
    language: str | None,
) -> int:
    from kiosk.backend.payments.differences import DifferenceError
    from kiosk.backend.staff.perform import perform

    words, why = texts(language), None

    def work(books: Books) -> None:
        nonlocal why
        try:
            perform(books, shell(), operation, arguments, change)
        except DifferenceError as error:
            why = error.reason

    code = with_books(url, work)
    if why is not None:
        tell(words, say(f"difference-not-{why}", number=arguments.subject))
        return Exit.FAILED
    tell(words, done)
    if answer is not None:
        print_json({"schema": "kiosk.difference/1", **answer})
    return code


def _as_json(one: Difference) -> dict[str, Any]:
    return {
        "number": one.number,
        "kind": one.found.kind.value,
        "provider": one.found.provider,
        "reference": one.found.reference,
        "order": one.found.order,
        "ours": one.found.ours,
        "theirs": one.found.theirs,
        "date": one.day.isoformat(),
        "found_at": one.found_at.isoformat(),
        "owner": one.owner,
    }
