"""Receipts, what is owed and a store's bar codes as documents: composed here, rendered by a page and by paper."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.contract.bills import Bill, BillAnswer
from kiosk.contract.payments import Receipt, ReceiptLine, ReceiptPass
from kiosk.contract.sheets import StoreCodes
from kiosk.domain.document import Code, CodeKind, Document, Entry
from kiosk.domain.money import Money
from kiosk.domain.plate import Plate
from kiosk.i18n import Message, Named, money, say
from kiosk.wording import date_words
from kiosk.wording.names import named
from kiosk.wording.stays import stay
from kiosk.wording.vehicle_words import listed

Text = Message | Named | str
Line = Entry[Text]


def of_receipt(receipt: Receipt, link: str | None = None, *, sample: bool = False) -> Document[Text]:
    """Return a receipt, with the code that takes it along where there is a link. Nothing of the payer's is masked.

    That of a demo, a `sample`, says first that it proves nothing.
    """
    total = money(Money(receipt.amount + receipt.fee))
    return Document(
        say("print-sample-receipt") if sample else say("receipt-title"),
        # What proves most stands first: which receipt, for which vehicle, how much, when.
        facts=(
            Entry(say("receipt-number"), receipt.number, strong=True),
            Entry(say("receipt-plates"), listed(_plates(receipt)), strong=True),
            Entry(say("receipt-paid"), total, strong=True),
            Entry(say("receipt-when"), date_words.at(receipt.paid_at, seconds=True)),
            Entry(say("receipt-provider"), Named(receipt.provider_name, receipt.provider_name_en)),
            Entry(say("receipt-payee"), Named(receipt.payee, receipt.payee_en)),
            *_place(receipt),
            Entry(say("receipt-reference"), receipt.provider_reference),
            Entry(say("receipt-order"), receipt.payment_number),
        ),
        lines=(
            *(entry for line in receipt.lines for entry in _line(line)),
            *_pass(receipt.season_pass),
            Entry(say("check-fee"), money(Money(receipt.fee))),
        ),
        total=Entry(say("receipt-total"), total, strong=True),
        codes=_link(link),
        notes=(say("receipt-note"),),
    )


def of_bills(answer: BillAnswer, bills: Iterable[Bill], link: str | None = None) -> Document[Text]:
    """Return what is owed of an answer, whether more may be, and the code of its link where there is one.

    Plates are masked as behind its link: whoever typed a plate may leave its list lying there.
    """
    shown = list(bills)
    total = money(Money(sum(bill.amount for bill in shown)))
    return Document(
        say("print-owed-title"),
        facts=(Entry(say("print-owed-as-of"), date_words.at(answer.asked_at)),),
        lines=tuple(
            Entry(say("print-owed-line", plate=_masked(bill), number=bill.number), money(Money(bill.amount)))
            for bill in shown
        ),
        total=Entry(say("print-owed-sum"), total, strong=True),
        codes=_link(link),
        notes=(
            *(() if answer.complete else (say("print-owed-partly"),)),
            *(() if link is None else (say("print-owed-note"),)),
        ),
    )


def of_store_codes(codes: StoreCodes) -> Document[Text]:
    """Return the bar codes for a store. Those of the demo say first that nothing can be paid with them."""
    return Document(
        say("store-sample") if codes.sample else say("store-title"),
        facts=(
            Entry(say("print-store-bill"), codes.bill),
            Entry(say("print-store-by"), date_words.full_day(codes.pay_by)),
        ),
        total=Entry(say("print-store-amount"), money(Money(codes.amount)), strong=True),
        codes=tuple(Code(CodeKind.CODE_39, segment) for segment in codes.segments),
        notes=(say("print-store-show"), say("store-once")),
    )


def _place(receipt: Receipt) -> list[Line]:
    """Return where it was paid, if the service has more than one office."""
    if receipt.office is None:
        return []
    return [Entry(say("receipt-office"), Named(receipt.office, receipt.office_en))]


def _masked(bill: Bill) -> str:
    return Plate.parse(bill.vehicle.plate).masked


def _link(link: str | None) -> tuple[Code, ...]:
    return () if link is None else (Code(CodeKind.QR, link),)


def _plates(receipt: Receipt) -> list[str]:
    """Return the vehicles that a receipt is for, each once."""
    bought = receipt.season_pass
    return list(dict.fromkeys(line.plate for line in receipt.lines)) + ([] if bought is None else [bought.plate])


def _line(line: ReceiptLine) -> list[Line]:
    """Return what was paid for one bill, and below it when that vehicle was parked."""
    what = say("receipt-line", plate=line.plate, number=line.bill)
    days = [say("receipt-stay", day=date_words.day_of(one.parked_at), stay=stay(one)) for one in line.stays]
    first: Line = Entry(what, money(Money(line.dollars)))
    below: list[Line] = [Entry(day, "") for day in days]
    return [first, *below]


def _pass(bought: ReceiptPass | None) -> list[Line]:
    if bought is None:
        return []
    what = say("receipt-pass", name=named(bought), month=date_words.month(bought.month), plate=bought.plate)
    return [Entry(what, money(Money(bought.dollars)))]
