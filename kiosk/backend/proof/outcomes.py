"""The end of an errand with a code: whatever comes of it, that a code was spent or was wrong is committed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from kiosk.backend.context import Context
from kiosk.backend.ground.problems import Refusal

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
