"""What must be true of the books (帳), payment by payment and refund by refund, whatever has happened."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.payment import PaymentState


class Rule(StrEnum):
    """What an order may break."""

    BALANCE = "balance"
    """What came in, less what went out and what is due to go back, is what is paid."""
    GIVEN_BACK = "given-back"
    """What the provider has given back is what is kept as given back."""
    REFUND_ABOVE = "refund-above"
    """Of a charge no more goes back than it was."""
    REFUND_ASTRAY = "refund-astray"
    """What goes back is a charge of the same order."""
    NO_ORDER = "no-order"
    """Every movement of money belongs to an order."""
    REGISTER = "register"
    """What a paid order holds is paid in its register, and nothing else of an order is; of another city, after the days
    that it may take, or people know that it has not said so."""
    HISTORY = "history"
    """The last step of its history has led to the state in which an order is."""
    NO_OUTCOME = "no-outcome"
    """Whose outcome has been unknown for a day, stands among the differences."""


@dataclass(frozen=True, slots=True)
class Account:
    """One order with its money, all of one moment; dollars."""

    number: str
    state: PaymentState
    total: int
    """What the payer was to pay."""
    came_in: int
    went_out: int
    due: int
    """What is to go back and has not yet."""
    given_back: int
    """What is kept as given back."""
    returned: int
    """What of a paid order went back with some of its bills."""
    unsettled: bool
    """Whether a register has as not paid what the paid order holds, or as paid what was given back."""
    last_step: PaymentState | None
    """Where the last step of its history has led; None once its history is no longer kept."""
    unanswered: bool
    """Whether it has been unknown for a day, and no one has been informed."""

    @property
    def paid(self) -> int:
        """What of it is paid."""
        return self.total - self.returned if self.state is PaymentState.PAID else 0


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that something breaks."""

    rule: Rule
    subject: str
    """An order's number; of what has none, the provider's number of the transaction."""
    expected: int | None = None
    """Dollars, where the rule is about some."""
    found: int | None = None


def breaches(account: Account) -> list[Breach]:
    """Return the rules that an order breaks."""
    found: list[Breach] = []
    left = account.came_in - account.went_out - account.due
    if left != account.paid:
        found.append(Breach(Rule.BALANCE, account.number, account.paid, left))
    if account.went_out != account.given_back:
        found.append(Breach(Rule.GIVEN_BACK, account.number, account.given_back, account.went_out))
    if account.unsettled:
        found.append(Breach(Rule.REGISTER, account.number))
    if account.last_step not in (None, account.state):
        found.append(Breach(Rule.HISTORY, account.number))
    if account.unanswered:
        found.append(Breach(Rule.NO_OUTCOME, account.number))
    return found
