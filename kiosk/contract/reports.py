"""What a terminal says of itself every minute: nothing of a visitor."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kiosk.contract.wire import NO_FLAG, Request


class PrinterState(StrEnum):
    """How a terminal's printer is."""

    OK = "ok"
    LOW = "low"
    """It prints; its paper will soon be used up."""
    OUT = "out"
    """Its paper is used up."""
    JAM = "jam"
    """Stuck, or another fault that a person must mend."""
    COVER_OPEN = "cover-open"
    OFF = "off"
    """It does not answer, or is not there."""
    UNKNOWN = "unknown"
    """It is there and does not say how it is, as many cheap ones: it may well print."""
    NONE = "none"
    """The terminal has no printer."""


class TerminalReport(Request):
    """How a terminal is at this moment."""

    version: Annotated[str, Field(pattern=r"^[0-9A-Za-z.+-]{1,20}$", examples=["1.4.0"])]
    up_for: Annotated[int, Field(ge=0, le=315_360_000, description="Whole seconds since it started"), NO_FLAG]
    printer: PrinterState
