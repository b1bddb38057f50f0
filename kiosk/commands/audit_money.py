"""`kiosk audit money`: whether the books agree, order by order."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from kiosk.commands.exits import Exit
from kiosk.commands.output import print_json
from kiosk.commands.speech import tell, texts
from kiosk.commands.store import opened
from kiosk.domain.money import Money
from kiosk.i18n import Texts, money, say

if TYPE_CHECKING:
    from kiosk.backend.payments.books import Proof

SHOWN = 50
_A_DAY = timedelta(days=1)


def prove(url: str, *, as_json: bool, language: str | None) -> int:
    """Read all of the books; return the exit code, 1 where something breaks a rule."""
    from kiosk.backend.payments import books, differences
    from kiosk.clock import SystemClock

    words = texts(language)
    now = SystemClock().now()
    with opened(url) as database:
        proof = books.prove(database, now)
        with database.read() as connection:
            lying = [one.number for one in differences.still_open(connection) if now - one.found_at > _A_DAY]
    if as_json:
        print_json({**_as_json(proof), "lying": lying})
    elif proof.breaches:
        from kiosk.commands import money_tables

        money_tables.broken(words, proof.breaches[:SHOWN])
    _tell(words, proof)
    if lying:
        numbers = ", ".join(map(str, lying[:SHOWN]))
        tell(words, say("books-lying", count=len(lying), numbers=numbers))
    return Exit.FAILED if proof.broken else Exit.DONE


def _tell(words: Texts, proof: Proof) -> None:
    if proof.broken > SHOWN:
        tell(words, say("books-more", count=proof.broken - SHOWN))
    sums = {name: words(money(Money(getattr(proof, name)))) for name in ("came_in", "went_out", "due", "paid")}
    tell(
        words,
        say(
            "books-sums",
            orders=proof.orders,
            movements=proof.movements,
            income=sums["came_in"],
            outgo=sums["went_out"],
            due=sums["due"],
            paid=sums["paid"],
        ),
    )
    tell(words, say("books-broken", count=proof.broken) if proof.broken else say("books-agree"))


def _as_json(proof: Proof) -> dict[str, Any]:
    return {
        "schema": "kiosk.audit-money/1",
        "agrees": not proof.broken,
        "orders": proof.orders,
        "movements": proof.movements,
        "came_in": proof.came_in,
        "went_out": proof.went_out,
        "due": proof.due,
        "paid": proof.paid,
        "broken": proof.broken,
        "breaches": [asdict(one) for one in proof.breaches],
    }
