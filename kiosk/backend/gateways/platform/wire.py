"""What the smart-payment platform and we say to each other, as strict values. See `simulator` for the description."""

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
    model_config = ConfigDict(frozen=True, extra="ignore")


class EntryRequest(_Value):
    """An order to collect. Money is whole TWD."""

    platform_order_id: Number
    provider: ProviderCode
    currency: Literal["TWD"]
    total_price: Dollars
    description: Annotated[str, Field(max_length=120)]
    valid_until: StrictInt
    """Seconds since 1970."""
    result_url: Annotated[str, Field(max_length=200)]


class InquiryRequest(_Value):
    """A question about one order."""

    platform_order_id: Number


class RefundRequest(_Value):
    """A wish to give back what one transaction has taken for an order."""

    platform_order_id: Number
    transaction_id: Reference
    refund_id: Reference
    """Unique for ever."""
    refund_amount: Dollars


class ReplyOrder(_Value):
    """An order as the platform holds it."""

    platform_order_id: Number
    status: OrderState
    transaction_id: Reference
    paid_amount: Dollars | None = None
    decline: Annotated[str | None, Field(max_length=8)] = None


class Reply(_Value):
    """What the platform answers: HTTP 200, a result code, and the order where there is one."""

    result: Annotated[str, Field(pattern=r"^[0-9]{3}$")]
    result_object: ReplyOrder | None = None


class Message(_Value):
    """What the platform sends to `result_url`."""

    message_id: Reference
    event: Annotated[str, Field(max_length=40)]
    provider: ProviderCode
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
