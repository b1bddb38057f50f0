"""Paying bills: providers, payments, their events, receipts."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from kiosk.contract.cities import CityBillNumber, CityCode, CityStanding
from kiosk.contract.passes import Month
from kiosk.contract.wire import BillNumber, Dollars, Label, Moment, ProviderCode, Request, Wire, on_the_wire
from kiosk.domain.payment import PaymentState


class ProviderKind(StrEnum):
    """What kind of app the payer needs on the phone."""

    WALLET = "wallet"
    BANK = "bank"
    PARKING_APP = "parking-app"


class Provider(Wire):
    """A payment provider (支付業者) on the smart-payment platform."""

    code: ProviderCode
    name: Label
    """As the provider writes it in Taiwan, in Chinese or Latin letters."""
    name_en: Label | None = None
    """Its name in English, where that is another one."""
    kind: ProviderKind
    fee: Dollars
    """What the payer is charged on top; nought with every provider at present."""
    available: bool
    max_amount: Dollars | None = None
    """The most that one payment may be."""


class ProviderList(Wire):
    """The providers, in the order in which they are offered."""

    providers: tuple[Provider, ...]


MOST_BILLS = 400
"""The most bills that one payment holds."""


class PaymentRequest(Request):
    """A visitor's wish to pay these bills through this provider."""

    bills: Annotated[tuple[BillNumber, ...], Field(min_length=1, max_length=MOST_BILLS)]
    provider: ProviderCode
    expected: Dollars
    """The total that stood on the screen. The backend refuses to make a payment of another amount."""


class Decline(StrEnum):
    """Why a payment failed, as far as the payer may know."""

    INSUFFICIENT = "insufficient"
    REFUSED = "refused"
    PROVIDER_DOWN = "provider-down"


class _NeverAtWallet:
    """Leaves out of the schema of a state that one which has a field of its own."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler(core_schema)
        states = handler.resolve_ref_schema(schema)
        states["enum"] = [state for state in states["enum"] if state != PaymentState.AT_WALLET.value]
        return schema


def _sendable(state: PaymentState) -> PaymentState:
    if state is PaymentState.AT_WALLET:
        raise ValueError("sent as processing, with at_wallet")
    return state


WireState = Annotated[PaymentState, AfterValidator(_sendable), _NeverAtWallet]
"""A state as it travels. Older terminals know no payment at a wallet: to them it is one that is being worked on."""


class Payment(Wire):
    """One payment as the terminal sees it."""

    id: str
    number: str
    """The order number to read aloud, printed on the payer's page too."""
    state: WireState
    version: Annotated[int, Field(ge=1)]
    """Grows by one with each change; also the id of the event that reported it."""
    provider: ProviderCode
    amount: Dollars
    fee: Dollars
    payee: Label
    payee_en: Label | None = None
    """The payee's name in English, where the office has given one."""
    bills: tuple[BillNumber, ...]
    """Empty for a payment for a pass, and for one for bills of another city."""
    link: str
    """The payer's page, in capitals so that the code stays small."""
    created_at: Moment
    expires_at: Moment
    expires_in: float
    """Seconds left at the moment of this reply, by the backend's clock: the terminal counts down from it."""
    paid_at: Moment | None = None
    receipt_number: str | None = None
    receipt_link: str | None = None
    """The receipt as a page for a phone, in capitals so that the code stays small; None where there is none."""
    decline: Decline | None = None
    at_wallet: bool = False
    """While `processing`: the payer is at the wallet's own page, has not agreed there yet, and can still cancel."""


class ReceiptStay(Wire):
    """From when to when somebody parked."""

    parked_at: Moment
    left_at: Moment | None
    """None for a per-visit space: the driver left unseen."""
    ticket: Label | None = None
    """The number of its ticket, where that is not the bill's: of a notice."""


class ReceiptLine(Wire):
    """What was paid for one bill."""

    bill: BillNumber
    plate: Label
    """In full: a receipt is the payer's own paper, and proves nothing of a vehicle that it does not name."""
    dollars: Dollars
    stays: tuple[ReceiptStay, ...] = ()
    """The stays that the bill is for; empty where the register that knew of them did not say."""


class ReceiptPass(Wire):
    """The monthly pass that was paid for."""

    name: Label
    """In Chinese, as the office sells it."""
    name_en: Label | None = None
    plate: Label
    """In full, as on a receipt for bills."""
    month: Month
    dollars: Dollars


class ReceiptCityBill(Wire):
    """What was paid for one bill of another city."""

    bill: CityBillNumber
    plate: Label
    """In full, as on a receipt for bills of our own."""
    dollars: Dollars


class ReceiptCity(Wire):
    """Bills of another city that were paid for."""

    code: CityCode
    name: Label
    name_en: Label
    standing: CityStanding
    """What that city has said of it at this moment."""
    bills: tuple[ReceiptCityBill, ...]


class Receipt(Wire):
    """Proof of payment. Parking fees are public charges: there is no uniform invoice."""

    number: str
    payment_number: str
    payee: Label
    payee_en: Label | None = None
    office: Label | None = None
    """Where the terminal stands at which it was paid; None where the service has a single office."""
    office_en: Label | None = None
    provider: ProviderCode
    provider_name: Label
    provider_name_en: Label | None = None
    provider_reference: Label
    amount: Dollars
    fee: Dollars
    paid_at: Moment
    lines: tuple[ReceiptLine, ...]
    bought_pass: ReceiptPass | None = on_the_wire("season_pass")
    """In place of lines, where a pass was paid for."""
    city: ReceiptCity | None = None
    """In place of lines, where bills of another city were paid for."""
