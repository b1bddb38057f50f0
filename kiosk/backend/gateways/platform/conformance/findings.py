"""What is tried of a server, and what is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Check(StrEnum):
    """The rules that are tried, in the order of trying."""

    ENTRY = "entry"
    INQUIRY = "inquiry"
    SETTLED = "settled"
    DUPLICATE = "duplicate"
    TRANSACTIONS = "transactions"
    EXPIRED = "expired"
    MISSING = "missing"
    SIGNATURE = "signature"
    BODY = "body"
    PATH = "path"
    NONCE = "nonce"
    OLD = "old"
    AHEAD = "ahead"
    JSON = "json"
    FIELDS = "fields"
    NUMBERS = "numbers"
    REFUND_PART = "refund-part"
    REFUND_AGAIN = "refund-again"
    REFUND_OTHER_AMOUNT = "refund-other-amount"
    REFUND_OTHER_TRANSACTION = "refund-other-transaction"
    REFUND_REST = "refund-rest"
    REFUND_MORE = "refund-more"
    REFUND_WHOLE = "refund-whole"
    REFUND_MISSING = "refund-missing"
    MESSAGE = "message"
    MESSAGE_AGAIN = "message-again"
    MEDIA_TYPE = "media-type"
    TIME = "time"


class Fault(StrEnum):
    """Why a check failed, or was not tried."""

    RESULT = "result"
    """`wanted` was to be answered, `got` was."""
    STATUS = "status"
    """`got`: a status other than 200."""
    FORMAT = "format"
    """`got`: where the answer is not as it was agreed."""
    SILENT = "silent"
    """`got`: no answer, or one too long or too slow."""
    ORDER = "order"
    """No order in the answer, or another one."""
    STATE = "state"
    """`got`: not paid."""
    AMOUNT = "amount"
    """`wanted` and `got`, in dollars."""
    TRANSACTION = "transaction"
    """Another number of the transaction than before."""
    SAME_TRANSACTION = "same-transaction"
    """Two orders have one number."""
    TAKEN = "taken"
    """What was refused was done all the same."""
    NO_MESSAGE = "no-message"
    """No message came in `seconds`."""
    MESSAGE_SIGNATURE = "message-signature"
    MESSAGE_MOMENT = "message-moment"
    MESSAGE_PROVIDER = "message-provider"
    MESSAGE_EVENT = "message-event"
    MEDIA_TYPE = "media-type"
    """`got` stands in `Content-Type`."""
    NEEDS = "needs"
    """Not tried: it needs the check named `check`."""
    NO_ADDRESS = "no-address"
    """Not tried: the server could not reach us."""
    GIVEN_UP = "given-up"
    """Not tried: the server left something unanswered before."""


class Mark(StrEnum):
    """How a check ended."""

    OK = "ok"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check, and why it is not all right."""

    check: Check
    mark: Mark
    fault: Fault | None = None
    details: Mapping[str, str | int] = field(default_factory=dict)


class FailedError(Exception):
    """A rule that is not kept."""

    def __init__(self, fault: Fault, **details: str | int) -> None:
        super().__init__(fault.value)
        self.fault, self.details = fault, details


class SkippedError(FailedError):
    """A rule that could not be tried."""
