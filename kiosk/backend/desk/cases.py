"""A case with its history: what was looked at and done in it and by whom, what proof was seen, what others decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.desk.statements import cases as statements
from kiosk.backend.desk.statements import terminal_hours
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.owners import new_number_acts
from kiosk.backend.staff import cases
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.operations import OPERATIONS
from kiosk.backend.staff.perform import Arguments, perform
from kiosk.contract.desk.approvals import ApprovalState
from kiosk.contract.desk.cases import CaseDeed, CaseProof, CaseRequest, CaseSeen, CaseWish
from kiosk.contract.problems import ProblemKind

MOST = 100
_ELSEWHERE = ("approval.", "proof.")
"""What begins the operations that a case shows from other rows."""
_ACCESSES = ("search", "vehicle.see", "ticket.see", "payment.see", "number.see", "support.see", "claim.see")
"""Those that need no case, and are part of its history all the same."""
IN_HISTORY = tuple(
    name for name, one in OPERATIONS.items() if name in _ACCESSES or (one.case and not name.startswith(_ELSEWHERE))
)
"""The operations that a case's history shows."""
_NAMED = ("ticket.see", "claim.see", "claim.grant", "claim.refuse", "claim.undo", "support.see")
"""Those whose subject is a number that the person has as well."""
_WAITING = (ApprovalState.ASKED.value, ApprovalState.APPROVED.value)


def see(context: Context, acting: Acting, wish: CaseWish) -> CaseSeen:
    """Return a case of one's own office; raise `Refusal` (`NOT_FOUND`)."""

    def work(connection: Connection) -> CaseSeen:
        case = cases.find(connection, acting, wish.number, context.clock.now())
        if case is None:
            raise Refusal(ProblemKind.NOT_FOUND)
        now = context.clock.now()
        rows = statements.deeds(connection, wish.number, IN_HISTORY, MOST + 1)
        orders = statements.orders(connection, [row.subject for row in rows if row.operation.startswith("payment.")])
        terminals = terminal_hours.names(
            connection, [row.subject for row in rows if row.subject and row.operation.startswith("terminal.")]
        )
        ended = statements.closing(connection, wish.number)
        return CaseSeen(
            case=case,
            closed_by=None if ended is None else ended.display_name or ended.who,
            deeds=tuple(_deed(row, orders | terminals) for row in rows[MOST - 1 :: -1]),
            more_deeds=len(rows) > MOST,
            proofs=tuple(
                CaseProof(at=row.seen_at, who=row.display_name, proof=row.proof)
                for row in statements.proofs(connection, wish.number)
            ),
            requests=tuple(
                CaseRequest(
                    operation=row.operation,
                    state="expired" if row.state in _WAITING and row.expires_at <= now else row.state,
                    asked_by=row.asked_by,
                    asked_at=row.asked_at,
                    decided_by=row.decided_by,
                )
                for row in statements.requests(connection, wish.number)
            ),
            new_numbers=new_number_acts.of_case(connection, wish.number),
            as_of=now,
        )

    return perform(context, acting, "case.see", Arguments(wish.number), work)


def _deed(row: Any, names: Mapping[str, str]) -> CaseDeed:
    return CaseDeed(at=row.at, who=row.display_name or row.who, operation=row.operation, about=_about(row, names))


def _about(row: Any, names: Mapping[str, str]) -> str | None:
    """Return what a deed was about, in words that lead to no person."""
    subject: str | None = row.subject
    if subject is None:
        return None
    if row.operation == "vehicle.see":
        return subject.partition(" ")[0]
    if row.operation.startswith(("payment.", "terminal.")):
        return names.get(subject)
    return subject if row.operation in _NAMED else None
