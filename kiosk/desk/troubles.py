"""What a call came to that brought no answer, in one sentence: what happened, and what to do now."""

from __future__ import annotations

from kiosk.api_client.errors import ApiError, ProblemError, ProtocolError, TimedOutError, UnreachableError
from kiosk.contract.desk.problems import DeskProblem, desk_kind
from kiosk.contract.desk.refunds import CITY_WAITING
from kiosk.contract.problems import ProblemKind
from kiosk.i18n import Message, say

SESSION_ENDS = frozenset({ProblemKind.SESSION_OVER, ProblemKind.UNAUTHENTICATED})
"""What says that no session is open any more."""

_PLAIN = {
    ProblemKind.COULD_NOT_ASK: "desk-trouble-could-not-ask",
    ProblemKind.NOT_FOUND: "desk-trouble-not-found",
    ProblemKind.INVALID: "desk-trouble-invalid",
    ProblemKind.VEHICLES_FULL: "desk-trouble-vehicles-full",
    ProblemKind.PAYMENT_STATE: "desk-trouble-has-outcome",
    ProblemKind.AMOUNT_CHANGED: "desk-trouble-amount-changed",
    ProblemKind.TOO_LARGE: "desk-trouble-invalid",
    ProblemKind.SIGN_IN_REFUSED: "desk-sign-in-refused",
    ProblemKind.MESSAGES_DOWN: "desk-trouble-messages-down",
    ProblemKind.CODE_PAUSED: "desk-trouble-code-blocked",
    ProblemKind.CODE_COUNTER: "desk-trouble-code-blocked",
    ProblemKind.BUSY: "desk-trouble-busy",
    ProblemKind.RATE: "desk-trouble-busy",
    ProblemKind.UNAVAILABLE: "desk-trouble-busy",
}

_DESKS = {
    DeskProblem.NOT_PERMITTED: "desk-trouble-not-permitted",
    DeskProblem.CASE_NEEDED: "desk-trouble-case-needed",
    DeskProblem.PROOF_NEEDED: "desk-trouble-proof-needed",
    DeskProblem.APPROVAL_NEEDED: "desk-trouble-approval-needed",
    DeskProblem.OWN_REQUEST: "desk-trouble-own-request",
    DeskProblem.APPROVAL_OVER: "desk-trouble-approval-over",
    DeskProblem.FACTOR_NEEDED: "desk-trouble-factor-needed",
    DeskProblem.CLAIM_SETTLED: "desk-trouble-claim-settled",
    DeskProblem.CLAIMANT_LEFT: "desk-trouble-claimant-left",
    DeskProblem.REFUND_FIRST: "desk-trouble-refund-first",
    DeskProblem.SECRET_CHANGED: "desk-trouble-secret-changed",
    DeskProblem.NOT_MASKED: "desk-trouble-not-there",
}

_NOT_UNDONE = {
    "late": "desk-trouble-undo-late",
    "undone": "desk-trouble-undo-undone",
    "moved": "desk-trouble-undo-moved",
    "left": "desk-trouble-undo-left",
    "full": "desk-trouble-undo-full",
}
"""By the state of the problem; any other one is described in general."""

_NUMBER = {
    "unbound": "desk-trouble-number-unbound",
    "same": "desk-trouble-number-same",
    "waits": "desk-trouble-number-waits",
    "no-phones": "desk-trouble-number-no-phones",
    "unproved": "desk-trouble-number-unproved",
    "taken": "desk-trouble-number-taken",
}
"""By the state of the problem, as the next."""

_OBJECTION = {
    "being-paid": "desk-trouble-objection-being-paid",
    "paid": "desk-trouble-objection-paid",
    "refused": "desk-trouble-objection-refused",
    "not-asked": "desk-trouble-objection-not-asked",
}
"""By the state of the problem, as the next."""


_BY_STATE = {
    DeskProblem.UNDO_REFUSED: (_NOT_UNDONE, "desk-trouble-undo-refused"),
    DeskProblem.OBJECTION_STATE: (_OBJECTION, "desk-trouble-objection-state"),
    DeskProblem.REQUEST_WAITS: ({"case": "desk-trouble-case-waits"}, "desk-trouble-request-waits"),
    DeskProblem.NUMBER_STATE: (_NUMBER, "desk-trouble-number-state"),
}
"""The words for each state of a problem, and for any other one."""


def ends_session(error: ApiError) -> bool:
    """Say whether an error means that no session is open any more."""
    return isinstance(error, ProblemError) and error.kind in SESSION_ENDS


def error_message(error: ApiError) -> Message:
    """Return the sentence for an error; none of them says "not there" of what could not be asked for."""
    match error:
        case ProblemError():
            return _of_problem(error)
        case UnreachableError():
            return say("desk-trouble-unreachable")
        case TimedOutError():
            return say("desk-trouble-timed-out")
        case ProtocolError():
            return say("desk-trouble-not-ours", code=error.support_code)
    return say("desk-trouble-broken", code=error.support_code)


def _of_problem(error: ProblemError) -> Message:
    own, wait = desk_kind(error.problem), error.problem.wait
    if own is DeskProblem.ASKED_JUST_NOW:
        return say("desk-trouble-asked-just-now", seconds=round(wait or 10))
    if own is DeskProblem.REVEALS_USED_UP:
        return say("desk-trouble-reveals-used-up", minutes=minutes(wait))
    if own in _BY_STATE:
        words, other = _BY_STATE[own]
        return say(words.get(error.problem.state or "", other))
    if own is DeskProblem.DIFFERENCE_CHANGED:
        return say("desk-difference-not-open" if error.problem.state == "closed" else "desk-difference-not-free")
    if own is not None:
        return say(_DESKS[own])
    if error.kind is ProblemKind.SIGN_IN_PAUSED:
        return say("desk-sign-in-paused", minutes=minutes(wait))
    if error.kind is ProblemKind.SEND_LATER:
        return say("desk-trouble-send-later", minutes=minutes(wait))
    if error.kind is ProblemKind.PAYMENT_STATE and error.problem.state == CITY_WAITING:
        return say("desk-trouble-city-waiting")
    if error.kind is not None and (id := _PLAIN.get(error.kind)):
        return say(id)
    return say("desk-trouble-broken", code=error.support_code)


def minutes(wait: float | None) -> int:
    """Return so many seconds in whole minutes, none of them lost."""
    return max(1, -(-round(wait or 60) // 60))
