"""Signing in at the desk: a name, a password, six digits of an authenticator, and what the person may do then."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kiosk.contract.wire import Label, Moment, Password, Request, Token, Wire


class StaffRole(StrEnum):
    """What somebody of the office's staff is there for."""

    VIEWER = "viewer"
    """查詢人員."""
    CLERK = "clerk"
    """服務員."""
    SENIOR = "senior"
    """資深服務員: decides what clerks ask for, never what they asked for themselves."""
    FINANCE = "finance"
    """財務."""
    OPERATOR = "operator"
    """維運人員: terminals and settings."""
    AUDITOR = "auditor"
    """稽核: sees who did what, and does nothing else."""


class Permission(StrEnum):
    """What a role lets somebody do. Which role has which is the backend's: the desk asks whether one is in the list."""

    SEARCH = "search"
    """The one box; timelines of payments and tickets."""
    ASK_PROVIDER = "ask-provider"
    NUMBER = "number"
    """Messages and limits of a mobile number."""
    REVEAL = "reveal"
    """One masked field in full, with a reason."""
    TERMINAL_HOUR = "terminal-hour"
    """The payments of one hour of a terminal, with a reason, and telling the fleet of it."""
    CASE = "case"
    """Opening, listing and closing cases."""
    READMIT = "readmit"
    """Letting a number's owner type codes again."""
    READMIT_AGAIN = "readmit-again"
    """Deciding on that for a number that was let so three times within thirty days."""
    PROOF = "proof"
    """Recording what proof of a person was seen."""
    OBJECT = "object"
    """Writing down that somebody objects to a ticket, what was asked about it, and that they take it back; asking that
    it be decided."""
    OBJECTION = "objection"
    """Deciding on an objection: that the ticket is withdrawn, or stays."""
    NUMBER_ASK = "number-ask"
    """Asking that an account have a new number, and stopping that."""
    NUMBER_DECIDE = "number-decide"
    """Deciding on that, with the papers before one's own eyes."""
    CLAIM_ASK = "claim-ask"
    """Asking that it be decided whose a vehicle is."""
    CLAIM = "claim"
    """Deciding whose a vehicle is."""
    RECONCILE = "reconcile"
    """Reconciliation with providers, and putting its differences right."""
    DIFFERENCES = "differences"
    """Seeing those differences."""
    DAY_CLOSE = "day-close"
    """What came in, went out and is open of a day, by office and provider."""
    FIGURES = "figures"
    """The day in figures: only counts."""
    REFUND_ASK = "refund-ask"
    """Asking that money be given back."""
    REFUND = "refund"
    """Deciding on that."""
    TERMINALS = "terminals"
    CONTENT = "content"
    """Articles and kinds of passes."""
    REGISTER = "register"
    """Bringing the register of tickets to what a file says."""
    FLOOD = "flood"
    """Announcing flood alerts."""
    STAFF = "staff"
    """Accounts of the staff."""
    STAFF_SEEN = "staff-seen"
    """Seeing those accounts."""
    AUDIT = "audit"
    """Everybody's rows of the audit, and its chain."""
    AUDIT_OWN = "audit-own"


StaffName = Annotated[
    str,
    Field(pattern=r"^[a-z][a-z0-9.-]{1,31}$", examples=["lin.yl"], description="The name that somebody signs in with"),
]
Digits = Annotated[
    str, Field(pattern=r"^[0-9]{6}$", repr=False, examples=["492039"], description="Six digits of the authenticator")
]


class DeskSignIn(Request):
    """A wish to sign in. With it goes the header `X-Desk-Terminal`.

    Problems: `sign-in-refused` (never said whether name, password or digits were wrong, nor whether there is such a
    name), `sign-in-paused` (`wait` seconds: five tries in fifteen minutes), `secret-changed` (only to who has typed the
    right password).
    """

    name: StaffName
    password: Password
    code: Digits
    """Six digits. They count once: typed again, they are refused as wrong ones are."""
    counter: Label
    """What the place calls itself (`松山 3 號窗口`): it stands in the audit. May be empty."""


class DeskUse(Request):
    """Nothing but the session itself is asked about."""


class DeskFactor(Request):
    """Six digits typed anew, for what needs a second factor that is fresh.

    Problems: `sign-in-refused`, `sign-in-paused`, `secret-changed`.
    """

    code: Digits


class DeskStanding(Wire):
    """Who is signed in, and for how long still."""

    name: StaffName
    display_name: Label
    """As the office gave it, for headers and lists: `林○玲`."""
    office: Label
    roles: tuple[str, ...]
    """Values of `StaffRole`; a newer backend may have more."""
    permissions: tuple[str, ...]
    """Values of `Permission`; a newer backend may have more. Keys for anything else are greyed, with the reason."""
    idle_in: float
    """Seconds without a request until the session ends: 300. The desk warns for the last sixty."""
    ends_in: float
    """Seconds until the session ends however busy somebody is: at most twelve hours."""
    factor_fresh_in: float
    """Seconds for which the second factor still counts as fresh; nought if it has to be typed again."""
    as_of: Moment
    office_en: Label | None = None
    """The office's name in English; None where none is known."""


class DeskSession(Wire):
    """A session that has begun."""

    token: Token
    """256 bits, for `Authorization: Bearer`. In memory only."""
    standing: DeskStanding
