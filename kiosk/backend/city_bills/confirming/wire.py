"""What we and a city that confirms payments say to each other, as strict values.

`openapi` makes the document of it that others read, docs/operating/city.openapi.json: what is said of a field here
stands there.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt

from kiosk.contract.cities import MOST_CITY_BILLS, CityBillNumber, CityCode

SETTLE = "/city/settlement"
INQUIRY = "/city/inquiry"

Number = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{1,32}$")]
Dollars = Annotated[StrictInt, Field(ge=0, le=10_000_000)]


class Result(StrEnum):
    """What became of a request."""

    OK = "000"
    BAD_REQUEST = "100"
    BAD_SIGNATURE = "101"
    NO_SUCH_ORDER = "203"
    OUT_OF_SERVICE = "900"


class State(StrEnum):
    """Where an order stands with the city."""

    PENDING = "pending"
    SETTLED = "settled"
    REFUSED = "refused"


class Reason(StrEnum):
    """Why a city refuses an order."""

    ALREADY_PAID = "already-paid"
    NOT_OWED = "not-owed"
    AMOUNT_DIFFERS = "amount-differs"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)


class Bill(_Value):
    """One bill that was paid."""

    number: CityBillNumber
    """As the city's own answer to the national query had it: `BillNo`, or `ReminderNo` for a reminder."""
    amount: Dollars
    """`PayAmount`, as that answer had it when the payment was made."""


class SettleRequest(_Value):
    """Bills that were paid. All of them are settled by it, or none. Money is whole TWD."""

    order_number: Number
    """Unique for ever: it is what makes asking twice harmless."""
    city: CityCode
    """Whose bills they are: one server may speak for several cities."""
    currency: Literal["TWD"]
    bills: Annotated[tuple[Bill, ...], Field(min_length=1, max_length=MOST_CITY_BILLS)]
    total: Dollars
    """The sum of the bills."""
    paid_at: StrictInt
    """Seconds since 1970: from this moment on the payer has paid."""


class InquiryRequest(_Value):
    """A question about one order."""

    order_number: Number
    city: CityCode
    """As in the order."""


class ReplyOrder(_Value):
    """An order as the city holds it."""

    order_number: Number
    state: State
    """`pending` until it is decided; `settled` and `refused` are final."""
    reason: Reason | None = None
    """Why it was refused: one of its bills has been paid by other means, is not owed, or is owed with another amount.
    Always there when refused; the payer's money goes back by it."""


class Reply(_Value):
    """What the city answers: HTTP 200, a result code, and the order where there is one."""

    result: Annotated[str, Field(pattern=r"^[0-9]{3}$")]
    """What became of the request."""
    result_object: ReplyOrder | None = None
    """The order, wherever the result is 000."""
