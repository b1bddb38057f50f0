"""What JKOPAY's online interface and we say to each other, as strict values (open-doc.jkos.com, 線上支付 OnlinePay).

How certain each of it is stands in docs/operating/jkopay.md.
"""

from __future__ import annotations

import json
import re
from enum import IntEnum, StrEnum
from typing import Annotated, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, ValidationError

from kiosk.contract import strict_json

ENTRY = "/platform/entry"
INQUIRY = "/platform/inquiry"
REFUND = "/platform/refund"


class Result(StrEnum):
    """The result codes of the interface's list (代碼意義, API 回應代碼)."""

    OK = "000"
    NO_ORDER = "100"
    PAID_BEFORE = "101"
    REFUND_AMOUNT = "103"
    REFUND_DIFFERS = "105"
    """What remains differs, or a refund's number was used for another amount."""
    LIMIT = "108"
    """The shop's or the payer's limit is reached."""
    REFUND_UNCOVERED = "113"
    """More than the shop has not been paid out yet."""
    BAD_PARAMETER = "200"
    NOT_VALID = "201"
    """Parameters or the signature."""
    REFUND_TOO_MUCH = "922"
    OTHER = "999"


class Status(IntEnum):
    """Where an order stands (訂單狀態代碼)."""

    PAID = 0
    PROCESSING = 1
    NOT_PAID = 101
    NO_ORDER = 102


_WHOLE = re.compile(r"[0-9]{1,8}(?:\.0{1,2})?\Z", re.ASCII)


def _dollars(value: object) -> object:
    """Read an amount, which the interface writes as text; a fraction of a dollar is none."""
    return int(value.partition(".")[0]) if isinstance(value, str) and _WHOLE.match(value) else value


def _page(url: str) -> str:
    parts = urlsplit(url)
    if not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname == "127.0.0.1")):
        raise ValueError("not a page over https")
    if not parts.hostname or parts.username is not None:
        raise ValueError("not a page")
    return url


OrderId = Annotated[str, Field(pattern=r"^[0-9A-Za-z_.-]{1,60}$")]
Trade = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{1,64}$")]
Dollars = Annotated[StrictInt, Field(ge=0, le=10_000_000)]
StatedDollars = Annotated[Dollars, BeforeValidator(_dollars)]
PageUrl = Annotated[str, Field(pattern=r"^[\x21-\x7e]{1,2000}$"), AfterValidator(_page)]
"""A page that a phone is sent to."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class EntryRequest(_Value):
    """An order. Money is whole TWD."""

    platform_order_id: OrderId
    store_id: Annotated[str, Field(max_length=36)]
    currency: Literal["TWD"] = "TWD"
    total_price: Dollars
    final_price: Dollars
    unredeem: Dollars
    """So much cannot be paid with coins or coupons."""
    valid_time: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$")]
    """In Taipei. The payer can pay until then."""
    result_display_url: Annotated[str, Field(max_length=500)]
    """Where the payer's browser goes when it has paid."""
    payment_type: Literal["onetime"] = "onetime"
    escrow: Literal[False] = False


class RefundRequest(_Value):
    """A wish to give money of an order back."""

    platform_order_id: OrderId
    refund_order_id: OrderId
    """Unique for ever: one number gives back once."""
    refund_amount: Dollars


class Entered(_Value):
    """The answer to an order; one that is asked for again has the same page until it is paid."""

    payment_url: PageUrl


class Transaction(_Value):
    """An order as JKOPAY keeps it."""

    platform_order_id: OrderId
    status: StrictInt
    trade_no: Annotated[Trade | None, Field(alias="tradeNo")] = None
    final_price: StatedDollars | None = None


class Found(_Value):
    """The answer to a question for orders."""

    transactions: tuple[Transaction, ...]


class Refunded(_Value):
    """The answer to a refund."""

    refund_trade_no: Annotated[Trade | None, Field(alias="refund_tradeNo")] = None


class Code(_Value):
    """What every answer holds."""

    result: Annotated[str, Field(pattern=r"^[0-9]{3}$")]


class EntryReply(Code):
    """What an order is answered; with an error, `result_object` may be a text about it."""

    result_object: Entered | None = None


class InquiryReply(Code):
    """What a question for orders is answered."""

    result_object: Found | None = None


class RefundReply(Code):
    """What a refund is answered."""

    result_object: Refunded | None = None


class NotUnderstoodError(ValueError):
    """A text that is not what was agreed; says where, never what stood there."""


R = TypeVar("R", bound=Code)
T = TypeVar("T", bound=BaseModel)


def read_reply(model: type[R], body: bytes) -> R:
    """Return an answer; raise `NotUnderstoodError`. Beside an error's code, whatever else is there is left unread."""
    code = read(Code, body).result
    return read(model, body) if code == Result.OK else model(result=code)


def read(model: type[T], body: bytes) -> T:
    """Return the value that a JSON text stands for; raise `NotUnderstoodError`."""
    try:
        return model.model_validate(strict_json.loads(body))
    except ValidationError as error:
        where = ", ".join(
            ".".join(map(str, fault["loc"])) or "the whole" for fault in error.errors(include_input=False)
        )
        raise NotUnderstoodError(f"not understood: {where}") from None
    except json.JSONDecodeError as error:
        raise NotUnderstoodError(f"not JSON: {error.msg}") from None
