"""Plays visits while one fault after the other is done to the office, and balances the books in the end."""

from __future__ import annotations

import asyncio
import signal
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tests.faults.stack.office import Fault, Office, office
from tests.faults.stack.visits import Visits
from tests.simulation import books
from tests.simulation.books import Collected

_BETWEEN = 5.0
"""Seconds between two faults."""
_FAULT = 25.0
"""Seconds that a fault takes, with what follows: visitors come for as long as there are any."""
_END = 300.0
"""Seconds after the last visit in which every payment must have its end."""


@dataclass(frozen=True, slots=True)
class Played:
    """What came of it."""

    seen: Counter[str]
    ends: Counter[str]
    troubles: Counter[str]
    unbalanced: list[str]


def kill(of: Office) -> None:
    """Kill one replica after the other, as a crash does."""
    for replica in of.replicas:
        replica.end(signal.SIGKILL)
        replica.start()
        replica.wait()


def restart(of: Office) -> None:
    """Restart one replica after the other, as an upgrade does."""
    for replica in of.replicas:
        replica.end(signal.SIGTERM)
        replica.start()
        replica.wait()


def database_restart(of: Office) -> None:
    of.postgres.restart("fast")


def database_crash(of: Office) -> None:
    of.postgres.restart("immediate")


def fail_over(of: Office) -> None:
    """Let the database be read-only for ten seconds."""
    of.postgres.read_only(True)
    time.sleep(10)
    of.postgres.read_only(False)


def partition(of: Office) -> None:
    """Cut one replica off from the database for twenty seconds; no one tells it."""
    of.wires[0].cut()
    time.sleep(20)
    of.wires[0].mend()


FAULTS: Mapping[str, Fault] = {
    "kill": kill,
    "restart": restart,
    "database-restart": database_restart,
    "database-crash": database_crash,
    "fail-over": fail_over,
    "partition": partition,
}


def play(visits: int, kiosks: int, faults: Sequence[str], say: Callable[[str], None] = lambda _: None) -> Played:
    """Let so many visitors come to an office that these faults are done to, again and again until they have gone."""
    with office(visits) as of:
        say(f"an office at {of.url}")
        played = Visits(of.url, pause=_FAULT * len(faults) * kiosks / visits)
        asyncio.run(_with_faults(of, played, of.enrol(kiosks), faults, say))
        end = time.monotonic() + _END
        while _unfinished(of) and time.monotonic() < end:
            time.sleep(1)
        orders = {
            number: Collected(order.paid_amount or 0, order.refunded or 0)
            for number, order in of.platform.orders.items()
        }
        with of.database.read() as connection:
            unbalanced = books.balance(connection, played.story(orders))
            return Played(played.seen, books.ends(connection), played.troubles, unbalanced)


async def _with_faults(
    of: Office,
    played: Visits,
    tokens: Sequence[str],
    faults: Sequence[str],
    say: Callable[[str], None],
) -> None:
    visiting = asyncio.create_task(played.come(of.plates, tokens))
    turn = 0
    # Each fault once at least, however fast the visitors are.
    while faults and (turn < len(faults) or not visiting.done()):
        name = faults[turn % len(faults)]
        turn += 1
        begun = time.monotonic()
        await asyncio.to_thread(FAULTS[name], of)
        say(f"{name}: {time.monotonic() - begun:.0f} s; visits so far {dict(played.seen)}")
        await asyncio.wait([visiting], timeout=_BETWEEN)
    await visiting


def _unfinished(of: Office) -> int:
    with of.database.read() as connection:
        return books.unfinished(connection)
