"""One field of a form, filled in on the visitor's phone: for a name that a touch screen has no keys for."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kiosk.contract.wire import Id, Request, Secret, Wire

MOST = 254
"""Characters of a value: the longest is an e-mail address."""


class EntryField(StrEnum):
    """What is asked for on the phone. The value ends message ids."""

    NAME = "name"
    EMAIL = "email"
    PASSWORD = "password"  # noqa: S105  a field


class EntryState(StrEnum):
    """How far an entry has come."""

    WAITING = "waiting"
    GIVEN = "given"
    OVER = "over"
    """Its time is over, it was taken, or the terminal has begun another one."""


class BeginEntry(Request):
    """Asks for a link; the terminal's link before it ends."""

    field: EntryField


class PhoneEntry(Wire):
    """An entry as its terminal sees it."""

    id: Id
    field: EntryField
    state: EntryState
    link: Annotated[str, Field(max_length=200)] | None = None
    """What the phone opens, in the answer to the beginning and in no other: only its hash is kept."""
    # Pydantic takes every secret for something that is only ever sent to us; this one is sent, to its terminal.
    value: Annotated[Secret, Field(max_length=MOST, json_schema_extra={"writeOnly": False})] | None = None
    """What was typed on the phone, as long as the terminal has not said that it has it."""
    expires_in: float
