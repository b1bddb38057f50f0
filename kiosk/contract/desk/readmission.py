"""Letting a number have codes again (恢復驗證碼) whose owner is at the counter, after too many wrong ones."""

from __future__ import annotations

from kiosk.contract.desk.approvals import Reason
from kiosk.contract.desk.cases import CaseNumber
from kiosk.contract.wire import Id, Label, MobileNumber, Request


class ReadmitWish(Request):
    """Which number. Its wrong codes and pauses are forgotten; what was sent to it still counts.

    Problems: `case-needed`, `proof-needed`, `approval-needed` (it was readmitted three times within thirty days).
    """

    mobile: MobileNumber
    case: CaseNumber


class ReadmitAsking(ReadmitWish):
    """A wish that somebody else decide on it. Problems: `case-needed`, `proof-needed`, `not-permitted`, `not-found`.

    `not-found`: no account has the number. Its limit ends by itself.
    """

    reason: Reason


class ReadmitArguments(Request):
    """What a request is kept with: whose number it is, and never the number."""

    owner: Id
    shown: Label
    """The number as everybody sees it, `0912-***-678`: what is decided on holds for no other one."""
