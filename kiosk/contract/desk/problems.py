"""The kinds of problems that only the desk is answered with; the terminals' description does not know them.

Of the others (`kiosk.contract.problems.ProblemKind`) the desk meets `invalid-request`, `device-not-recognised` (the
header `X-Desk-Terminal` or the token is missing), `sign-in-refused`, `sign-in-paused`, `session-over`, `not-found`,
`payment-not-in-state`, `could-not-ask`, `busy`, `unavailable`, `request-too-large` and `internal`.
"""

from __future__ import annotations

from enum import StrEnum

from kiosk.contract.problems import BASE, Problem


class DeskProblem(StrEnum):
    """The wire carries `kiosk.contract.problems.BASE` + the value, as for the terminals' kinds."""

    NOT_PERMITTED = "not-permitted"
    """None of the person's roles lets them; `state` names the permission. The try stands in the audit."""
    CASE_NEEDED = "case-needed"
    """Nothing is written outside a case: open one, and ask again with its number. Also for one that is closed."""
    PROOF_NEEDED = "proof-needed"
    """What proof was seen has to be recorded in the case first."""
    APPROVAL_NEEDED = "approval-needed"
    """A second person has to decide: ask for it."""
    OWN_REQUEST = "own-request"
    """The person who asks never decides."""
    APPROVAL_OVER = "approval-over"
    """The request was decided, was done, has expired or was changed since; `state` says which."""
    REQUEST_WAITS = "request-waits"
    """The same was asked for, or what would contradict it, and waits for a second person: see the requests. With
    `state` `case`, a case cannot be closed because a request of it waits to be decided on, or to be done."""
    FACTOR_NEEDED = "second-factor-needed"
    """The six digits have to be typed again (`confirmAtDesk`), then the same is asked again."""
    CLAIM_SETTLED = "claim-settled"
    """This claim was decided before; `state` says how."""
    CLAIMANT_LEFT = "claimant-left"
    """The owner who made the claim has closed the account: it can only be refused."""
    OBJECTION_STATE = "objection-state"
    """A ticket is not in the state for it; `state` says in which: `open` (there is an objection already), `none`
    (there is no open one), `paid`, `withdrawn`, `being-paid` (a payment holds it), `refused` (the register takes no
    withdrawal from us) or `not-asked` (the register could not be asked). Nothing was changed."""
    UNDO_REFUSED = "undo-refused"
    """A claim cannot be undone; `state` says why: `open`, `refused`, `undone`, `late` (seven days are over),
    `unchanged` (nothing was changed by it, or too little was kept), `moved` (somebody else has bound the vehicle
    since), `left` (the owner who had it has closed the account) or `full` (they have no room for another
    vehicle)."""
    NUMBER_STATE = "number-state"
    """A new number cannot be asked for, decided on or stopped; `state` says why: `unbound` (no account has the
    vehicle), `same` (the account has this number), `waits` (one waits already: stop it first), `no-phones` (phones do
    not reach this service), `unproved` (it was not confirmed on the new phone yet), `taken` (the new number is another
    account's) or `over` (it has ended). Nothing was changed."""
    DIFFERENCE_CHANGED = "difference-changed"
    """Somebody else has it by now, or it is closed; `state` says which: `taken`, `closed`."""
    REFUND_FIRST = "refund-first"
    """No money of this order goes back so far: ask for a refund first, which somebody else decides."""
    SECRET_CHANGED = "secret-changed"  # noqa: S105
    """What was sealed with another `owner_secret` cannot be read: no six digits can be checked. The backend's
    operator has to set it as it was."""
    ASKED_JUST_NOW = "asked-just-now"
    """The provider was asked about this payment less than ten seconds ago; `wait` seconds."""
    REVEALS_USED_UP = "reveals-used-up"
    """Thirty fields in an hour; `wait` seconds, or a senior."""
    NOT_MASKED = "field-not-there"
    """There is nothing in this field, or it is none that is masked."""

    @property
    def uri(self) -> str:
        return BASE + self.value


def desk_kind(problem: Problem) -> DeskProblem | None:
    """Return which of the desk's own kinds a problem is; None for every other one: see `Problem.kind` then."""
    value = problem.type.removeprefix(BASE)
    return next((kind for kind in DeskProblem if kind.value == value), None)
