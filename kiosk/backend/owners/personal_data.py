"""What people type about themselves, parsed once more: a terminal is not believed."""

from __future__ import annotations

from kiosk.backend.ground.problems import Refusal
from kiosk.contract.problems import ProblemKind
from kiosk.domain.email import Email, EmailError
from kiosk.domain.person_name import PersonName, PersonNameError


def parsed_name(typed: str) -> str:
    """Return a name as it is kept; raise `Refusal` (`INVALID`) that says why, and nothing of the name."""
    try:
        return str(PersonName.parse(typed))
    except PersonNameError as error:
        raise Refusal(ProblemKind.INVALID, f"name: {error.fault}") from None


def parsed_email(typed: str | None) -> str | None:
    """Return an address as it is kept; raise `Refusal` (`INVALID`)."""
    if typed is None:
        return None
    try:
        return str(Email.parse(typed))
    except EmailError as error:
        raise Refusal(ProblemKind.INVALID, f"email: {error.fault}") from None
