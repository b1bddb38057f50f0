"""What is masked by default, and seeing one field of it in full, for half a minute, with a reason."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from kiosk.contract.desk.cases import CaseNumber
from kiosk.contract.wire import Id, Label, Request, Wire


class MaskedField(StrEnum):
    """A field that is seen in full only with a reason."""

    NAME = "name"
    MOBILE = "mobile"
    EMAIL = "email"


class RevealReason(StrEnum):
    """Why somebody has to see a field in full. The owner reads it in their history, too: `history-why-…`."""

    COMPARE_PAPERS = "compare-papers"
    """To compare it with the papers that the person shows."""
    CALL_BACK = "call-back"
    """To call or write to the person about this case."""
    PERSON_ASKS = "person-asks"
    """The person has proved who they are, and asks what is kept of them."""
    WRONG_ENTRY = "wrong-entry"
    """To find a slip of the finger in what was typed at a kiosk."""


class Masked(Wire):
    """A field as it stands on the screen: `王○明`, `0912-***-678`, `w***@…`."""

    field: MaskedField
    shown: Label


class MaskedPerson(Wire):
    """An owner as staff see them."""

    id: Id
    """Of the account: what `revealAtDesk` is asked with. It is of no use anywhere else."""
    fields: tuple[Masked, ...]
    """Name, mobile number, and e-mail address where there is one; none for an account that was closed."""
    registered_at: str | None = None
    """The day in Taipei on which the account was made (`2026-11-02`)."""


class RevealWish(Request):
    """One field of one person.

    Problems: `case-needed`, `reveals-used-up`, `field-not-there`, `not-found`.
    """

    case: CaseNumber
    person: Id
    field: MaskedField
    reason: RevealReason


class Revealed(Wire):
    """A field in full. It is shown for so many seconds, in no list, and never printed or exported."""

    field: MaskedField
    value: str = Field(repr=False, max_length=254)
    shown_for: float
    """Seconds after which it is masked again: 30."""
    left: int
    """How many more this person may see in this hour."""
