"""What LINE Pay and we say to each other, as strict values.

Names and codes are those of the online interface, version 3 (developers-pay.line.me). Transactions are numbered with
integers beyond 2^53: they are read digit by digit, and travel through our own code as text.
"""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, ValidationError
from pydantic.alias_generators import to_camel

from kiosk.contract import strict_json

REQUEST = "/v3/payments/request"
CHECK = "/v3/payments/requests/{transaction}/check"
CONFIRM = "/v3/payments/{transaction}/confirm"
REFUND = "/v3/payments/{transaction}/refund"
DETAILS = "/v3/payments"


class ReturnCode(StrEnum):
    """The return codes that lead to something of their own; every other one leaves open what was done.

    Tried only against the simulator beside this module. Meanings are LINE's own, by its list of all
    codes (developers.line.biz/en/docs/line-pay/appendix) up to 1282; from 1283 on by what merchants' programs for
    version 3 quote of it. None has been seen to come from LINE Pay itself.
    """

    OK = "0000"
    AUTHENTICATED = "0110"
    """Of a check: the payer has agreed, confirm."""
    CANCELLED = "0121"
    """Of a check: cancelled, or twenty minutes have passed."""
    FAILED = "0122"
    """Of a check: the payment failed."""
    COMPLETED = "0123"
    """Of a check: confirmed before."""
    NO_MEMBER = "1101"
    MEMBER_REFUSED = "1102"
    NO_MERCHANT = "1104"
    MERCHANT_REFUSED = "1105"
    BAD_HEADER = "1106"
    CARD_UNUSABLE = "1110"
    BAD_AMOUNT = "1124"
    ACCOUNT_REFUSED = "1141"
    LOW_BALANCE = "1142"
    IN_PROGRESS = "1145"
    NO_HISTORY = "1150"
    DONE_BEFORE = "1152"
    AMOUNT_DIFFERS = "1153"
    NOT_REFUNDABLE = "1155"
    NO_REQUEST = "1159"
    REFUND_TOO_LATE = "1163"
    REFUND_TOO_MUCH = "1164"
    REFUNDED_BEFORE = "1165"
    NOT_AUTHENTICATED = "1169"
    BALANCE_CHANGED = "1170"
    ORDER_EXISTS = "1172"
    WRONG_STATUS = "1179"
    EXPIRED = "1180"
    PROCESSING = "1198"
    INTERNAL = "1199"
    CARD_ERROR = "1281"
    CARD_REFUSED = "1282"
    CARD_SUSPECT = "1283"
    CARD_PAUSED = "1284"
    CARD_INCOMPLETE = "1285"
    CARD_WRONG = "1286"
    CARD_EXPIRED = "1287"
    CARD_LOW = "1288"
    CARD_LIMIT = "1289"
    CARD_ONE_TIME_LIMIT = "1290"
    CARD_STOLEN = "1291"
    CARD_SUSPENDED = "1292"
    CARD_CHECK_WRONG = "1293"
    CARD_LISTED = "1294"
    CARD_NUMBER_WRONG = "1295"
    CARD_AMOUNT = "1296"
    CARD_DECLINED = "1298"
    BAD_PARAMETER = "2101"
    BAD_JSON = "2102"
    SYSTEM = "9000"


def _digits(value: object) -> object:
    """Keep an integer's digits; whatever else is no number of a transaction stays for the pattern to refuse."""
    return str(value) if type(value) is int else value


def _page(url: str) -> str:
    parts = urlsplit(url)
    if not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname == "127.0.0.1")):
        raise ValueError("not a page over https")
    if not parts.hostname or parts.username is not None:
        raise ValueError("not a page")
    return url


Transaction = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,24}$"), BeforeValidator(_digits)]
"""Nineteen digits at present: beyond what a floating-point number holds."""
OrderId = Annotated[str, Field(pattern=r"^[0-9A-Za-z_.-]{1,100}$")]
Dollars = Annotated[StrictInt, Field(ge=0, le=10_000_000)]
Url = Annotated[str, Field(max_length=500)]
PageUrl = Annotated[str, Field(pattern=r"^[\x21-\x7e]{1,2000}$"), AfterValidator(_page)]
"""A page that a phone is sent to."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", alias_generator=to_camel, populate_by_name=True)


class Product(_Value):
    """A line of an order. Money is whole TWD."""

    name: Annotated[str, Field(max_length=4000)]
    quantity: StrictInt
    price: Dollars


class Package(_Value):
    """The lines of one shop; `amount` is their sum."""

    id: str
    amount: Dollars
    products: tuple[Product, ...]


class RedirectUrls(_Value):
    """Where the payer comes back to. What is called there is not signed: a hint to ask, never a proof."""

    confirm_url: Url
    cancel_url: Url


class PaymentRequest(_Value):
    """An order; `amount` is the sum of its packages."""

    amount: Dollars
    currency: Literal["TWD"] = "TWD"
    order_id: OrderId
    packages: tuple[Package, ...]
    redirect_urls: RedirectUrls


class ConfirmRequest(_Value):
    """Our word that the money may be taken: once for a transaction."""

    amount: Dollars
    currency: Literal["TWD"] = "TWD"


class RefundRequest(_Value):
    """A wish to give money back."""

    refund_amount: Dollars


class PaymentUrl(_Value):
    """The wallet's pages for an order; the one for a phone's browser is used."""

    web: PageUrl


class Requested(_Value):
    """The answer to an order."""

    transaction_id: Transaction
    payment_url: PaymentUrl


class PayInfo(_Value):
    """What one means of paying has given."""

    amount: StrictInt


class Confirmed(_Value):
    """The answer to a confirmation."""

    order_id: OrderId
    transaction_id: Transaction
    pay_info: tuple[PayInfo, ...] = ()

    @property
    def dollars(self) -> int:
        """What was taken, by every means together."""
        return sum(info.amount for info in self.pay_info)


class RefundMade(_Value):
    """One refund of a transaction; its amount is negative."""

    refund_amount: StrictInt


class Detail(Confirmed):
    """One transaction as LINE Pay keeps it."""

    transaction_type: Annotated[str, Field(max_length=40)]
    refund_list: tuple[RefundMade, ...] = ()

    @property
    def refunded(self) -> int:
        """What has been given back, in all."""
        return sum(abs(refund.refund_amount) for refund in self.refund_list)


class Refunded(_Value):
    """The answer to a refund."""

    refund_transaction_id: Transaction


class Code(_Value):
    """What every answer holds."""

    return_code: Annotated[str, Field(pattern=r"^[0-9]{4}$")]


class RequestReply(Code):
    """What a request for payment is answered."""

    info: Requested | None = None


class ConfirmReply(Code):
    """What a confirmation is answered."""

    info: Confirmed | None = None


class DetailsReply(Code):
    """What a question for transactions is answered."""

    info: tuple[Detail, ...] | None = None


class RefundReply(Code):
    """What a refund is answered."""

    info: Refunded | None = None


class NotUnderstoodError(ValueError):
    """A text that is not what was agreed; says where, never what stood there."""


T = TypeVar("T", bound=BaseModel)


def read(model: type[T], body: bytes) -> T:
    """Return the value that a JSON text stands for, digits of large integers included; raise `NotUnderstoodError`."""
    try:
        return model.model_validate(strict_json.loads(body))
    except ValidationError as error:
        where = ", ".join(
            ".".join(map(str, fault["loc"])) or "the whole" for fault in error.errors(include_input=False)
        )
        raise NotUnderstoodError(f"not understood: {where}") from None
    except json.JSONDecodeError as error:
        raise NotUnderstoodError(f"not JSON: {error.msg}") from None
