"""Saying no: what a use case raises, and the edge turns into problem+json or a page."""

from __future__ import annotations

import math
from collections.abc import Iterable

from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.problems import ProblemKind


class Refused(Exception):  # noqa: N818 - a use case refuses; nothing went wrong
    """A request that is understood and not granted. Nothing of it has happened.

    `bills`, `amount`, `state`, `wait` (seconds) and `tries` (left) are the extra members of the problem; `detail` is
    English, for developers, and holds no personal data.
    """

    def __init__(
        self,
        kind: ProblemKind | DeskProblem,
        detail: str | None = None,
        *,
        bills: Iterable[str] | None = None,
        amount: int | None = None,
        state: str | None = None,
        wait: float | None = None,
        tries: int | None = None,
    ) -> None:
        super().__init__(detail or kind.value)
        self.kind = kind
        self.detail = detail
        self.bills = None if bills is None else tuple(bills)
        self.amount = amount
        self.state = state
        self.tries = tries
        # Whole and rounded up: a client that waits that long has waited long enough.
        self.wait = None if wait is None else float(math.ceil(wait))


class Refusal(Refused):
    """One that terminals and phones may be answered with; so may the desk."""

    kind: ProblemKind


class DeskRefusal(Refused):
    """One that only the desk is answered with."""

    kind: DeskProblem
