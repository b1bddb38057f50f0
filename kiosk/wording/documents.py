"""Receipts, what is owed and a store's bar codes as documents: composed here for pages, for paper and for phones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from kiosk.contract.bills import Bill, BillAnswer
from kiosk.contract.payments import Receipt, ReceiptCity, ReceiptLine, ReceiptPass, ReceiptStay
from kiosk.contract.sheets import StoreCodes
from kiosk.domain.document import Code, CodeKind, Document, Entry, Section, Tone
from kiosk.domain.plate import Plate
from kiosk.domain.store_code import StoreCode, Untaken
from kiosk.domain.ticket import Stage
from kiosk.i18n import Message, Named, say
from kiosk.wording import date_words
from kiosk.wording.names import named
from kiosk.wording.stays import stay
from kiosk.wording.vehicle_words import listed

Text = Message | Named | str
Line = Entry[Text]


class Settled(StrEnum):
    """Why a bill that was owed is owed no more under its number."""

    PAID = "already-paid"
    GONE = "gone"
    """Withdrawn, or a part of a notice now."""


@dataclass(frozen=True, slots=True)
class PaidPart:
    """A payment of a visit, as it stands."""

    receipt: str
    """The receipt's number."""
    dollars: int | None = None
    """What was paid with it, its fee included and less what went back; None where all of it went back."""
    bills: Mapping[str, int] = field(default_factory=dict)
    """What was paid for each bill, by its number, where that is known."""


@dataclass(frozen=True, slots=True)
class OwedBill:
    """A bill with what can be done about it at a store."""

    number: str
    stands: StoreCode | Untaken | Settled
    stage: Stage | None = None
    """None where it is settled; so are the plate and the day."""
    plate: str = ""
    """Masked."""
    dollars: int = 0
    """What it costs at a store, or by any other means than a phone. Of a paid one, what was paid; 0 where unknown."""
    pay_by: date | None = None
    stays: tuple[ReceiptStay, ...] = ()


def of_receipt(receipt: Receipt, link: str | None = None, *, sample: bool = False) -> Document[Text]:
    """Return a receipt, with the code that takes it along where there is a link. Nothing of the payer's is masked.

    That of a demo, a `sample`, says first that it proves nothing.
    """
    total = amount(receipt.amount + receipt.fee)
    return Document(
        say("document-receipt"),
        # What proves most stands first: which receipt, for which vehicle, how much, when.
        facts=(
            Entry(say("receipt-number"), receipt.number, strong=True),
            Entry(say("receipt-plates"), listed(_plates(receipt)), strong=True),
            Entry(say("receipt-paid"), total, strong=True),
            Entry(say("receipt-when"), date_words.at(receipt.paid_at, seconds=True)),
            Entry(say("receipt-provider"), Named(receipt.provider_name, receipt.provider_name_en)),
            Entry(say("receipt-payee"), Named(receipt.payee, receipt.payee_en)),
            *_place(receipt),
            *_of_city(receipt.city),
            *_reference(receipt),
            Entry(say("receipt-order"), receipt.payment_number),
        ),
        lines=(
            *(entry for line in receipt.lines for entry in _line(line)),
            *_pass(receipt.bought_pass),
            *_city_bills(receipt.city),
            Entry(say("check-fee"), amount(receipt.fee)),
        ),
        total=Entry(say("receipt-total"), total, strong=True),
        codes=_link(link),
        notes=(say("document-proof"),),
        warning=say("document-sample-receipt") if sample else None,
    )


def of_bills(
    answer: BillAnswer,
    bills: Iterable[Bill],
    link: str | None = None,
    *,
    paid: Sequence[PaidPart] = (),
    channels: Sequence[str] = (),
) -> Document[Text]:
    """Return what is owed of an answer, whether more may be, and the code of its link where there is one.

    `paid` was paid in the same visit, and `channels` are where else one can pay. Plates are masked as behind the link:
    a visitor who typed a plate may leave its list lying there.
    """
    shown = list(bills)
    return Document(
        _title(paid),
        facts=(_as_of(answer.asked_at), *map(_paid_now, paid)),
        lines=tuple(
            Entry(say("document-line", plate=_masked(bill), number=bill.number), amount(bill.amount)) for bill in shown
        ),
        total=_sum((bill.amount for bill in shown), paid) if shown else None,
        codes=_link(link),
        notes=(
            *(() if answer.complete else (say("document-partly"),)),
            *_elsewhere(channels),
            *(() if link is None else (say("document-link"),)),
        ),
    )


def of_owed(
    bills: Sequence[OwedBill],
    asked_at: datetime,
    *,
    paid: Sequence[PaidPart] = (),
    channels: Sequence[str] = (),
    sample: bool = False,
) -> Document[Text]:
    """Return what was paid in a visit, and bills with their codes for a store, or what else can be done about each."""
    at_stores = any(isinstance(bill.stands, StoreCode) for bill in bills)
    done = [OwedBill(number, Settled.PAID, dollars=dollars) for one in paid for number, dollars in one.bills.items()]
    return Document(
        say("store-title") if len(bills) == 1 and not paid else _title(paid),
        facts=(_as_of(asked_at), *map(_paid_now, paid)),
        total=_sum((bill.dollars for bill in bills), paid) if len(bills) > (0 if paid else 1) else None,
        notes=(*((say("document-once"), say("document-later")) if at_stores else ()), *_elsewhere(channels)),
        sections=tuple(map(_section, (*done, *bills))),
        warning=say("document-sample-codes") if sample else None,
    )


def of_store_codes(codes: StoreCodes) -> Document[Text]:
    """Return the bar codes for a store. Those of the demo say first that nothing can be paid with them."""
    return Document(
        say("store-title"),
        facts=(
            Entry(say("document-number"), codes.bill),
            *_by(codes.pay_by),
        ),
        total=Entry(say("document-to-pay"), amount(codes.amount), strong=True),
        codes=_bars(codes.segments),
        notes=(say("document-show"), say("document-once")),
        warning=say("document-sample-codes") if codes.sample else None,
    )


def amount(dollars: int) -> Message:
    """Return a sum with the name of its currency, also in Chinese: a document is read elsewhere too."""
    return say("document-amount", dollars=f"{dollars:,}")


def _elsewhere(channels: Sequence[str]) -> list[Message]:
    return [say("document-elsewhere", channels=listed(channels))] if channels else []


def _section(bill: OwedBill) -> Section[Text]:
    if isinstance(bill.stands, Settled):
        tone = Tone.GOOD if bill.stands is Settled.PAID else Tone.WARNING
        paid: Line = Entry(say("document-paid"), amount(bill.dollars), strong=True)
        return Section(bill.number, (paid,) if bill.dollars else (), (say(f"document-{bill.stands.value}"),), tone=tone)
    kind: Text = "" if bill.stage is None else say(f"document-kind-{bill.stage.value}")
    entries: tuple[Line, ...] = (
        Entry(say("document-to-pay"), amount(bill.dollars), strong=True),
        Entry(say("check-plate"), bill.plate),
        *_by(bill.pay_by),
        *map(_parked, bill.stays),
    )
    title = say("document-bill", kind=kind, number=bill.number)
    if isinstance(bill.stands, Untaken):
        return Section(title, entries, (say(f"document-untaken-{bill.stands.value}"),), tone=Tone.WARNING)
    return Section(title, entries, (say("document-show"),), _bars(bill.stands.segments))


def _by(day: date | None) -> list[Line]:
    return [] if day is None else [Entry(say("document-pay-by"), date_words.full_day(day))]


def _bars(segments: Iterable[str]) -> tuple[Code, ...]:
    return tuple(Code(CodeKind.CODE_39, segment) for segment in segments)


def _as_of(moment: datetime) -> Line:
    return Entry(say("document-as-of"), date_words.at(moment))


def _title(paid: Sequence[PaidPart]) -> Message:
    return say("document-visit") if paid else say("document-owed")


def _sum(dollars: Iterable[int], paid: Sequence[PaidPart]) -> Line:
    return Entry(say("document-still") if paid else say("document-sum"), amount(sum(dollars)), strong=True)


def _paid_now(one: PaidPart) -> Line:
    if one.dollars is None:
        return Entry(say("document-paid-now"), say("document-given-back", receipt=one.receipt))
    return Entry(say("document-paid-now"), say("document-paid-by", amount=amount(one.dollars), receipt=one.receipt))


def _place(receipt: Receipt) -> list[Line]:
    """Return where it was paid, if the service has more than one office."""
    if receipt.office is None:
        return []
    return [Entry(say("receipt-office"), Named(receipt.office, receipt.office_en))]


def _reference(receipt: Receipt) -> list[Line]:
    """Return the provider's number; of an owner's part of a payment there is none: it is the whole payment's."""
    if not receipt.provider_reference:
        return []
    return [Entry(say("receipt-reference"), receipt.provider_reference)]


def _masked(bill: Bill) -> str:
    return Plate.parse(bill.vehicle.plate).masked


def _link(link: str | None) -> tuple[Code, ...]:
    return () if link is None else (Code(CodeKind.QR, link),)


def _plates(receipt: Receipt) -> list[str]:
    """Return the vehicles that a receipt is for, each once."""
    bought = receipt.bought_pass
    there = () if receipt.city is None else receipt.city.bills
    plates = [line.plate for line in receipt.lines] + [bill.plate for bill in there]
    return list(dict.fromkeys(plates)) + ([] if bought is None else [bought.plate])


def _line(line: ReceiptLine) -> list[Line]:
    """Return what was paid for one bill, and below it when that vehicle was parked."""
    what = say("receipt-line", plate=line.plate, number=line.bill)
    return [Entry(what, amount(line.dollars)), *map(_parked, line.stays)]


def _parked(one: ReceiptStay) -> Line:
    """Return when a vehicle was parked; under a notice, with the number of that ticket."""
    day, hours = date_words.day_of(one.parked_at), stay(one)
    if one.ticket is None:
        return Entry(say("document-parked", day=day, stay=hours), "")
    return Entry(say("document-parked-under", day=day, stay=hours, ticket=one.ticket), "")


def _pass(bought: ReceiptPass | None) -> list[Line]:
    if bought is None:
        return []
    what = say("receipt-pass", name=named(bought), month=date_words.month(bought.month), plate=bought.plate)
    return [Entry(what, amount(bought.dollars))]


def _of_city(city: ReceiptCity | None) -> list[Line]:
    """Return whose bills were paid, and what that city has said of it, where it is another one."""
    if city is None:
        return []
    name = named(city)
    return [
        Entry(say("receipt-city"), name, strong=True),
        Entry(say("receipt-city-says"), say(f"city-standing-{city.standing.value}", city=name)),
    ]


def _city_bills(city: ReceiptCity | None) -> list[Line]:
    return [
        Entry(say("receipt-line", plate=bill.plate, number=bill.bill), amount(bill.dollars))
        for bill in (() if city is None else city.bills)
    ]
