"""Deciding whose a vehicle is (認定), by one person or by two."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kiosk.contract.desk.approvals import Reason
from kiosk.contract.desk.cases import CaseNumber
from kiosk.contract.wire import Flag, Request

ClaimNumber = Annotated[str, Field(pattern=r"^C[0-9]{6}[0-9A-HJKMNP-TV-Z]{5}$", examples=["C2611270412A"])]


class ClaimArguments(Request):
    """Which claim: what a request is kept with."""

    number: ClaimNumber


class ClaimSettling(Request):
    """A decision by somebody who may take it without a second person.

    Problems: `case-needed`, `proof-needed`, `approval-needed` (the vehicle has been bound for more than thirty days: it
    takes two), `not-found`, `claim-settled` (`state` says how), `claimant-left`, `vehicles-full`.
    """

    case: CaseNumber
    number: ClaimNumber
    grant: Flag
    """True: the vehicle is the claimant's from now on. False: it stays with the owner who has bound it."""


class ClaimUndoing(Request):
    """A wish to undo a claim that was granted no more than seven days ago: the owner before has the vehicle again.

    Problems: `case-needed`, `proof-needed`, `approval-needed` (granting it took two people: so does undoing it),
    `not-found`, `undo-refused` (`state` says why).
    """

    case: CaseNumber
    number: ClaimNumber


class ClaimUndoAsking(ClaimUndoing):
    """A wish that somebody else undo it. Problems: `case-needed`, `proof-needed`, `not-permitted`, `request-waits`."""

    reason: Reason


class ClaimAsking(ClaimSettling):
    """A wish that somebody else take the decision.

    Problems: `case-needed`, `proof-needed`, `not-permitted`, `request-waits` (either way was asked for already).
    """

    reason: Reason
