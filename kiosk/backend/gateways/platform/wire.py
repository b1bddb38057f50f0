"""What the smart-payment platform and we say to each other, as strict values.

`openapi` makes the document of it that others read, docs/operating/provider.openapi.json: what is said of a field here
stands there.
"""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StrictInt, ValidationError

from kiosk.contract import strict_json
from kiosk.contract.wire import ProviderCode

ENTRY = "/platform/entry"
INQUIRY = "/platform/inquiry"
REFUND = "/platform/refund"

Number = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{1,32}$")]
Reference = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{1,64}$")]
Dollars = Annotated[StrictInt, Field(ge=0, le=10_000_000)]


class Result(StrEnum):
    """The platform's result codes."""

    OK = "000"
    BAD_REQUEST = "100"
    BAD_SIGNATURE = "101"
    ORDER_EXPIRED = "201"
    DUPLICATE_ORDER = "202"
    NO_SUCH_ORDER = "203"
    NOT_REFUNDABLE = "204"
    INSUFFICIENT = "301"
    REFUSED = "302"
    OUT_OF_SERVICE = "900"


class OrderState(StrEnum):
    """Where an order stands with the platform."""

    PENDING = "pending"
    PAID = "paid"
    DECLINED = "declined"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)


class EntryRequest(_Value):
    """An order to collect. Money is whole TWD."""

    platform_order_id: Number
    """Unique for ever: it is what makes asking twice harmless."""
    provider: ProviderCode
    """Whom the payer chose."""
    currency: Literal["TWD"]
    total_price: Dollars
    """What the payer pays, the fee included."""
    description: Annotated[str, Field(max_length=120)]
    """What it is for, as the payer may be shown it."""
    valid_until: StrictInt
    """Seconds since 1970. After this moment the order is not to be collected."""
    result_url: Annotated[str, Field(max_length=200)]
    """Where the message about its outcome is to be sent."""


class InquiryRequest(_Value):
    """A question about one order."""

    platform_order_id: Number


class RefundRequest(_Value):
    """A wish to give back what one transaction has taken for an order."""

    platform_order_id: Number
    transaction_id: Reference
    """Which of the order's transactions: it may have been charged twice."""
    refund_id: Reference
    """Unique for ever: asked again with the same one, nothing more is given back."""
    refund_amount: Dollars
    """All of what the transaction took, or a part of it."""


class ReplyOrder(_Value):
    """An order as the platform holds it."""

    platform_order_id: Number
    status: OrderState
    """`pending` until the outcome is known; `paid` and `declined` are final."""
    transaction_id: Reference
    """The platform's own number, never used for anything else."""
    paid_amount: Dollars | None = None
    """What was taken; always there when paid."""
    decline: Annotated[str | None, Field(max_length=8)] = None
    """Why it was declined, as a result code: 301 or 302."""


class Reply(_Value):
    """What the platform answers: HTTP 200, a result code, and the order where there is one."""

    result: Annotated[str, Field(pattern=r"^[0-9]{3}$")]
    """What became of the request."""
    result_object: ReplyOrder | None = None
    """The order, wherever the result is 000."""


class Message(_Value):
    """What the platform sends to `result_url`."""

    message_id: Reference
    """The same each time that the message is sent again."""
    event: Annotated[str, Field(max_length=40)]
    """`order.settled`; any other is noted and answered with 2xx."""
    provider: ProviderCode
    """As the order has it, and as it stands in `result_url`."""
    order: ReplyOrder


class NotUnderstoodError(ValueError):
    """A text that is not what was agreed; says where, never what stood there."""


T = TypeVar("T", bound=BaseModel)


def read(model: type[T], body: bytes) -> T:
    """Return the value that a JSON text stands for; raise `NotUnderstoodError`.

    Stricter than `json`: no key twice, no NaN, no nesting that exhausts the stack.
    """
    try:
        return model.model_validate(strict_json.loads(body))
    except ValidationError as error:
        where = ", ".join(
            ".".join(map(str, fault["loc"])) or "the whole" for fault in error.errors(include_input=False)
        )
        raise NotUnderstoodError(f"not understood: {where}") from None
    except json.JSONDecodeError as error:
        raise NotUnderstoodError(f"not JSON: {error.msg}") from None
