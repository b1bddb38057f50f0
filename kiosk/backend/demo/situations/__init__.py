"""What people at the counter say, prepared in the demo's data by the real services, with a scripted outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.demo import statements, trial
from kiosk.backend.demo.situations import payments, people, tickets, troubles
from kiosk.backend.demo.situations.stage import Ids, Stage
from kiosk.backend.registers import register
from kiosk.backend.store.locks import Lock, hold_lock

FRESH = timedelta(hours=12)
"""So long after they were prepared, the situations are still of today."""

_PREPARE: Mapping[str, Callable[[Stage, str], Ids]] = MappingProxyType(
    {
        "payment.unknown": payments.unknown,
        "text.refused": people.text_refused,
        "claim.open": people.claim_open,
        "payment.second-transaction": payments.second_transaction,
        "ticket.disputed": tickets.disputed,
        "payment.at-kiosk": payments.at_kiosk,
        "owner.lost-phone": people.lost_phone,
        "owner.new-number": people.new_number,
        "objection.open": tickets.objected,
        "payment.late": troubles.payment_late,
        "payment.case": troubles.payment_case,
        "provider.down": troubles.provider_down,
        "text.late": troubles.text_late,
        "code.counter": troubles.code_counter,
        "terminal.lost": troubles.terminal_lost,
    }
)
"""By name; what each is given beside the stage is what a clerk types to meet it."""


class NotADemoError(Exception):
    """The database is not the demo's: nothing is made up in it. Nothing was changed."""


def prepare(context: Context, name: str, seed: int) -> Ids:
    """Bring the demo into a situation, in one transaction; return what was made, by kind.

    The same seed at the same moment makes the same. Raise `NotADemoError`, and `KeyError` for a name that is none.
    """
    wanted = {one.name: one for one in (*trial.situations(), *trial.troubles())}[name]

    def work(connection: Connection) -> Ids:
        _check(connection)
        return _made(connection, context, wanted, seed)

    return context.database.run(work)


def prepare_all(context: Context, seed: int) -> int:
    """Bring the demo into every situation, unless that was done lately; return how many were prepared.

    Raise `NotADemoError`.
    """
    cars = [one.car for one in trial.situations() if one.car is not None]

    def work(connection: Connection) -> int:
        _check(connection)
        hold_lock(connection, Lock.DEMO, patient=True)
        if statements.paid_for_since(connection, cars, context.clock.now() - FRESH):
            return 0
        return len([_made(connection, context, one, seed) for one in trial.situations()])

    return context.database.run(work)


def _check(connection: Connection) -> None:
    if not register.of_the_demo(connection):
        raise NotADemoError


def _made(connection: Connection, context: Context, situation: trial.TrialSituation, seed: int) -> Ids:
    stage = Stage(connection, context, f"{seed} {situation.name}")
    if situation.car is not None and situation.car != situation.key:
        return _PREPARE[situation.name](stage, f"{situation.key} {situation.car}")
    return _PREPARE[situation.name](stage, situation.key)
