"""Everything that staff do, one line each: what it takes, and what the audit says was shown or changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from kiosk.contract.desk.session import Permission

_P = Permission


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that somebody of the office does."""

    name: str
    permission: Permission | None
    """Who may do it without approval. None for what everybody does with an account (signing in, out, and proving that
    they are still there), and for requests, whose permissions are those of what is asked for."""
    fields: frozenset[str]
    """Every name that may stand in the audit as shown or changed by it; another one is a fault of the program."""
    case: bool = False
    """Whether it takes an open case."""
    any_office: bool = False
    """Whether the case may be another office's: with one person on shift, somebody elsewhere decides."""
    proof: bool = False
    """Whether the case must say what proof of the person was seen."""
    second_person: bool = False
    """Whether somebody else has to have approved exactly these arguments, always. Where it depends, the work says so
    by raising `APPROVAL_NEEDED`."""
    fresh_factor: bool = False
    """Whether the second factor must not be older than five minutes: of who asks, who decides and who does it."""
    asks: Permission | None = None
    """Who may ask that it be done after a second person's decision; None where no one may."""
    decides: Permission | None = None
    """Who may decide on that, if they have not asked themselves."""


def _operation(name: str, permission: Permission | None, *fields: str, **takes: Any) -> Operation:
    return Operation(name, permission, frozenset(fields), **takes)


_CLAIM = {"case": True, "proof": True, "asks": _P.CLAIM_ASK, "decides": _P.CLAIM}

_OBJECTION = {"case": True, "asks": _P.OBJECT, "decides": _P.OBJECTION}


OPERATIONS: Mapping[str, Operation] = MappingProxyType(
    {
        one.name: one
        for one in (
            _operation("session.begin", None),
            _operation("session.end", None),
            _operation("session.confirm", None),
            _operation("search", _P.SEARCH, "hits"),
            _operation("vehicle.see", _P.SEARCH, "bills", "payments", "tickets", "claims", "binding", "masked-person"),
            _operation("ticket.see", _P.SEARCH, "ticket", "lines", "payments", "objections"),
            _operation("payment.see", _P.SEARCH, "story"),
            _operation("payment.ask", _P.ASK_PROVIDER, "outcome", case=True),
            _operation("number.see", _P.NUMBER, "texts", "limits", "masked-person"),
            _operation("support.see", _P.SEARCH, "failure"),
            _operation("claim.see", _P.SEARCH, "claim", "binding"),
            _operation("terminal.list", _P.TERMINAL_HOUR, "terminals"),
            _operation("terminal.hour", _P.TERMINAL_HOUR, "payments", "failures", "state", case=True),
            _operation("terminal.report", _P.TERMINAL_HOUR, "complaint", case=True),
            _operation("person.reveal", _P.REVEAL, "name", "mobile", "email", case=True),
            _operation("case.open", _P.CASE, "case", "topic"),
            _operation("case.list", _P.CASE, "cases"),
            _operation("case.see", _P.CASE, "case", "history", "proof", "request"),
            _operation("case.close", _P.CASE, "case", "outcome"),
            _operation("figures.see", _P.FIGURES, "payments", "codes", "terminals"),
            _operation("money.day-close", _P.DAY_CLOSE, "sums"),
            _operation("difference.list", _P.DIFFERENCES, "differences"),
            _operation("difference.see", _P.DIFFERENCES, "difference", "note"),
            _operation("difference.take", _P.RECONCILE, "difference"),
            _operation("difference.close", _P.RECONCILE, "difference", "note"),
            _operation("proof.record", _P.PROOF, "proof", case=True),
            _operation("objection.open", _P.OBJECT, "objection", case=True),
            _operation("objection.inquire", _P.OBJECT, "objection", case=True),
            _operation("objection.take-back", _P.OBJECT, "objection", case=True),
            _operation("objection.reject", _P.OBJECTION, "objection", **_OBJECTION),
            _operation(
                "objection.uphold",
                _P.OBJECTION,
                "objection",
                "ticket",
                second_person=True,
                fresh_factor=True,
                **_OBJECTION,
            ),
            _operation("approval.ask", None, "request", case=True),
            _operation("approval.list", None, "requests"),
            _operation("approval.see", None, "request"),
            _operation("approval.approve", None, "request", case=True, any_office=True),
            _operation("approval.refuse", None, "request", case=True, any_office=True),
            _operation("claim.grant", _P.CLAIM, "binding", "claim", **_CLAIM),
            _operation("claim.refuse", _P.CLAIM, "claim", **_CLAIM),
            _operation("claim.undo", _P.CLAIM, "binding", "services", "claim", **_CLAIM),
            _operation(
                "owner.readmit",
                _P.READMIT,
                "limits",
                case=True,
                proof=True,
                asks=_P.READMIT,
                decides=_P.READMIT_AGAIN,
            ),
            _operation("number.begin", _P.NUMBER_ASK, "number", case=True, proof=True, fresh_factor=True),
            _operation("number.stop", _P.NUMBER_ASK, "number", case=True),
            _operation(
                "number.change",
                _P.NUMBER_DECIDE,
                "number",
                case=True,
                proof=True,
                second_person=True,
                fresh_factor=True,
                asks=_P.NUMBER_ASK,
                decides=_P.NUMBER_DECIDE,
            ),
            _operation(
                "payment.refund",
                _P.REFUND,
                "payment",
                "refund",
                case=True,
                second_person=True,
                fresh_factor=True,
                asks=_P.REFUND_ASK,
                decides=_P.REFUND,
            ),
            # Only by commands, so far.
            _operation("staff.add", _P.STAFF, "account", "roles"),
            _operation("staff.suspend", _P.STAFF, "account"),
            _operation("staff.roles", _P.STAFF, "roles"),
            _operation("staff.move", _P.STAFF, "office"),
            _operation("staff.list", _P.STAFF_SEEN, "accounts"),
            _operation("audit.review", _P.AUDIT, "looks"),
            _operation("claim.list", _P.CLAIM, "claims"),
            _operation("terminal.add", _P.TERMINALS, "terminal", "token", fresh_factor=True),
            _operation("terminal.invite", _P.TERMINALS, "code", fresh_factor=True),
            _operation("terminal.revoke", _P.TERMINALS, "terminal"),
            _operation("terminal.move", _P.TERMINALS, "office"),
            _operation("fleet.close", _P.TERMINALS, "closing"),
            _operation("fleet.open", _P.TERMINALS, "closing"),
            _operation("fleet.settle", _P.TERMINALS, "complaint"),
            _operation("office.import", _P.TERMINALS, "offices"),
            _operation("content.import", _P.CONTENT, "articles", "passes"),
            _operation("tickets.import", _P.REGISTER, "tickets"),
            _operation("flood.announce", _P.FLOOD, "alert", second_person=True),
            _operation("money.export", _P.RECONCILE, "movements"),
            _operation("money.reconcile", _P.RECONCILE, "statement", "differences"),
        )
    }
)
"""By name, as it stands in the audit."""
