"""The end of a flow with a code: whatever comes of it, that a code was spent or was wrong is committed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from kiosk.backend.context import Context
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.proof import codes
from kiosk.backend.proof.codes import Flow
from kiosk.domain.one_time_code import CodePurpose

T = TypeVar("T")

_TRIES = 3
"""How often it is begun anew after it met another one for the same number."""


def settled(context: Context, work: Callable[[Connection], T | Refusal]) -> T:
    """Return what `work` returns in a write transaction; raise the `Refusal` that it returns once that is committed.

    Where somebody else was first with a number that may be there once, it is begun anew and sees what they committed.
    """
    for _ in range(_TRIES - 1):
        try:
            outcome = context.database.run(work)
            break
        except IntegrityError:
            continue
    else:
        outcome = context.database.run(work)
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


def by_code(
    context: Context,
    purpose: CodePurpose,
    terminal_id: str,
    flow_id: str,
    typed: str,
    then: Callable[[Connection, Flow, datetime], T | Refusal],
) -> T:
    """Spend a code, and in the same transaction do what it allows; raise the `Refusal` that either returns."""

    def work(connection: Connection) -> T | Refusal:
        now = context.clock.now()
        flow = codes.spend(
            connection,
            context,
            flow_id=flow_id,
            purpose=purpose,
            terminal_id=terminal_id,
            typed=typed,
            now=now,
        )
        return flow if isinstance(flow, Refusal) else then(connection, flow, now)

    return settled(context, work)
