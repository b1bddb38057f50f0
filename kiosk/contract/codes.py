"""One-time codes: what the terminal learns when one was sent, and how it sends what a visitor typed.

Whatever proves a number (registering, a forgotten password, another number) is a flow with an id of its own;
its codes open nothing else. Answers never tell whether a number is known: a flow for an unknown one is answered alike.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kiosk.contract.wire import CodeDigits, Id, Label, MobileNumber, Moment, Request, Wire
from kiosk.domain.one_time_code import CodePurpose


class CodeSent(Wire):
    """A code is on its way; a caller who asks about somebody else's number gets the same answer."""

    id: Id
    """The flow that the code belongs to."""
    purpose: CodePurpose
    mobile: Label
    """Masked: `0912-***-678`."""
    digits: Annotated[int, Field(ge=4, le=8)]
    expires_at: Moment
    expires_in: float
    """Seconds left at the moment of this reply, by the backend's clock: the terminal counts down from it."""
    resend_in: float
    """Seconds until another code may be asked for."""


class SendCode(Request):
    """Asks for another code, to the same number or, after a slip, to another one."""

    mobile: MobileNumber | None = None


class CodeEntry(Request):
    """The code as it was typed, its digits only. Too short and too long are other answers than wrong."""

    code: CodeDigits


class DeliveryState(Wire):
    """How far the flow's last message has come, as far as the gateway tells."""

    delayed: bool
    """The gateway has not taken the message yet: it is down, or slow. The visitor is offered the counter."""
    expires_in: float
    resend_in: float
