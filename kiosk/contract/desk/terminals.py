"""A terminal and one hour of it: for visitors who say that it took their money (機台吃錢). No plate stands in it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kiosk.contract.desk.cases import CaseNumber
from kiosk.contract.wire import NO_FLAG, Id, Label, Moment, Request, Wire
from kiosk.domain.payment import PaymentState

MOST_TERMINALS = 500
MOST_PAYMENTS = 50
MOST_FAILURES = 20
_MOST_DOLLARS = 1_000_000

Dollars = Annotated[int, NO_FLAG, Field(ge=0, le=_MOST_DOLLARS)]


class HourReason(StrEnum):
    """Why a terminal's hour is looked at, and what is reported of it to the fleet."""

    TOOK_MONEY = "took-money"
    """機台扣了錢，停車單還是未繳."""
    NO_RECEIPT = "no-receipt"
    """付了錢，沒有收據或畫面."""
    STOPPED = "stopped"
    """繳到一半，機台停住或重新開機."""
    FLEET_ASKS = "fleet-asks"
    """維運人員請櫃檯查."""


class TerminalListWish(Request):
    """The terminals of which an hour may be looked at."""

    case: CaseNumber | None = None


class TerminalNamed(Wire):
    """A terminal in a list."""

    id: Id
    name: Label
    """As it is kept, as every name of a terminal on the wire: `EMBEDDED_TERMINAL` is shown in words."""
    office: Label | None
    """None where it names none: the backend's own."""
    office_en: Label | None = None


class TerminalList(Wire):
    """Those that are enrolled, by office and name; at most five hundred."""

    terminals: tuple[TerminalNamed, ...]
    more: bool = False


class HourWish(Request):
    """The hour of a terminal that begins at a moment.

    Problems: `case-needed`, `not-permitted`, `not-found`.
    """

    terminal: Id
    since: Moment
    reason: HourReason
    case: CaseNumber
    amount: Dollars | None = None
    """Only payments of so many dollars are listed, with or without the provider's fee; None for all."""


class HourPayment(Wire):
    """A payment of the hour: enough to know one's own by, and nothing to know a stranger's by."""

    id: Id
    """What `seePaymentAtDesk` opens it with."""
    ending: Annotated[str, Field(max_length=4)]
    """The last four characters of the order's number."""
    state: PaymentState
    provider_name: Label
    provider_name_en: Label | None = None
    amount: int
    """With the provider's fee."""
    created_at: Moment


class HourFailure(Wire):
    """Something that failed at the terminal in that hour."""

    code: Label
    at: Moment
    route: Label
    problem: str


class Complaint(Wire):
    """What was reported of a terminal and is not dealt with."""

    case: Label
    reason: str
    """A value of `HourReason`."""
    at: Moment


class HourSeen(Wire):
    """What a terminal did in an hour, and how it is now."""

    terminal: TerminalNamed
    since: Moment
    until: Moment
    payments: tuple[HourPayment, ...]
    """In their order, at most fifty."""
    more_payments: bool
    other_amounts: Annotated[int, Field(ge=0)]
    """How many more there were of other amounts than the one asked for."""
    failures: tuple[HourFailure, ...]
    """In their order, at most twenty."""
    more_failures: bool
    troubles: tuple[str, ...]
    """What is wrong with it now, as `kiosk fleet` names it, the worst first."""
    revoked: bool = False
    """Whether it is used no more."""
    heard_at: Moment | None
    reported_at: Moment | None
    started_at: Moment | None
    """Since when it runs, by its last report: after the hour began, and it was started again."""
    complaints: tuple[Complaint, ...]
    as_of: Moment


class TerminalReporting(Request):
    """To report a terminal to the fleet, in the same case.

    Reported twice in one case it stands once. Problems: `case-needed`, `not-permitted`, `not-found`.
    """

    terminal: Id
    reason: HourReason
    case: CaseNumber
