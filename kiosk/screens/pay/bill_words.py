"""Bills in words: what a card and a bill's page say of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from operator import attrgetter
from typing import overload

from kiosk.contract.bills import Bill, BillAnswer, Line, ParkingTicket
from kiosk.contract.wire import Vehicle
from kiosk.domain.dates import days_late, taipei
from kiosk.domain.fee_units import FeeUnits
from kiosk.domain.money import Money
from kiosk.domain.ticket import NATIONAL_RATE, BillState, LineKind, Stage
from kiosk.i18n import Message, Texts, money, say
from kiosk.widgets.lists.bill_card import Card, CardWords
from kiosk.widgets.lists.bill_list import Group
from kiosk.wording.date_words import short_day
from kiosk.wording.stays import stay

PAYABLE = (BillState.OPEN, BillState.OVERDUE)


def payable(bills: Iterable[Bill]) -> dict[str, int]:
    """Return the dollars of those bills that can be paid here, by their numbers."""
    return {bill.number: bill.amount for bill in bills if bill.state in PAYABLE}


class Cards(Sequence[Card]):
    """The cards of bills, each made when it is painted: of ten thousand, that is a dozen."""

    def __init__(self, bills: Sequence[Bill], today: date, *, with_plate: bool = False) -> None:
        self._bills, self._today, self._with_plate = bills, today, with_plate

    def __len__(self) -> int:
        return len(self._bills)

    @overload
    def __getitem__(self, index: int) -> Card: ...
    @overload
    def __getitem__(self, index: slice) -> Cards: ...
    def __getitem__(self, index: int | slice) -> Card | Cards:
        if isinstance(index, slice):
            return Cards(self._bills[index], self._today, with_plate=self._with_plate)
        return card(self._bills[index], self._today, with_plate=self._with_plate)


def card(bill: Bill, today: date, *, with_plate: bool = False) -> Card:
    """Return a bill as the list paints it; a day of another year than today's is written with its year."""
    return Card(
        number=bill.number,
        payable=bill.state in PAYABLE,
        alarming=pressing(bill, today),
        amount=Money(bill.amount),
        words=lambda texts: _words(texts, bill, today, with_plate=with_plate),
    )


def _words(texts: Texts, bill: Bill, today: date, *, with_plate: bool) -> CardWords:
    first, plate = bill.tickets[0], f"{bill.vehicle.plate}  " if with_plate else ""
    if bill.stage is Stage.GENERAL:
        when = texts(short_day(taipei(first.parked_at), today))
        if first.rate != NATIONAL_RATE:
            when += f" {texts(stay(first))}"
        number, short = bill.number, f"{bill.number[:3]}…{bill.number[-4:]}"
        charged = texts(f"rate-{first.rate}")
        issued = "" if first.rate == NATIONAL_RATE else texts(f"issued-{first.issued.value}")
    else:
        surcharge = sum(line.dollars for line in bill.lines if line.kind is LineKind.SURCHARGE)
        when = texts(say("bills-notice", count=len(bill.tickets), surcharge=money(Money(surcharge))))
        number = short = texts(say("bills-notice-number", number=bill.number))
        days = sorted(taipei(ticket.parked_at) for ticket in bill.tickets)
        charged = "–".join(dict.fromkeys(texts(short_day(one, today)) for one in (days[0], days[-1])))
        sent = bill.issued_on
        issued = "" if sent is None else texts(say("bills-sent", date=short_day(sent, today)))
    if bill.objection is not None:
        # How it was issued is one page further on; that somebody looks into it is what a visitor wants to see here.
        issued = texts(f"bills-objection-{bill.objection.value}")
    return CardWords(
        when=when,
        number=plate + number,
        short_number=plate + short,
        issued=issued,
        rate=charged,
        due=texts(say("bills-due", date=short_day(bill.pay_by, today))),
        state=texts(state(bill, today)),
    )


def groups(bills: Iterable[Bill], today: date) -> list[tuple[Stage, list[Bill]]]:
    """Return bills by kind, what presses most first; kinds of which there is none are left out.

    Kinds with something overdue or due today come first, then those further up the dunning ladder; what cannot be paid
    here comes last. Within a kind, the nearest date is first.
    """
    found: dict[Stage, list[Bill]] = {}
    for bill in bills:
        found.setdefault(bill.stage, []).append(bill)
    for stage, kind in found.items():
        kind.sort(key=attrgetter("pay_by"))
        found[stage] = [bill for bill in kind if bill.state in PAYABLE] + [
            bill for bill in kind if bill.state not in PAYABLE
        ]

    def order(stage: Stage) -> tuple[bool, bool, int]:
        first = found[stage][0]
        return first.state not in PAYABLE, not pressing(first, today), -_LADDER.index(stage)

    return [(stage, found[stage]) for stage in sorted(found, key=order)]


_LADDER = tuple(Stage)


def group(stage: Stage, bills: Sequence[Bill], today: date, *, with_plate: bool = False) -> Group:
    """Return bills of one kind as the list paints them, under a heading with their count and their sum."""
    count, total = len(bills), money(Money(sum(bill.amount for bill in bills)))
    notices = bills if stage is not Stage.GENERAL else ()
    surcharge = sum(line.dollars for bill in notices for line in bill.lines if line.kind is LineKind.SURCHARGE)
    what = say(f"stage-{stage.value}")
    if surcharge:
        heading = say("bills-group-surcharge", kind=what, count=count, surcharge=money(Money(surcharge)))
    else:
        heading = say("bills-group", kind=what, count=count)
    return Group(lambda texts: (texts(heading), texts(total)), Cards(bills, today, with_plate=with_plate))


def title(answer: BillAnswer, vehicle: Vehicle) -> Message:
    """Return what stands above the bills of one vehicle."""
    kind = say(f"vehicle-{vehicle.type.value}-short")
    id = "bills-title" if answer.complete else "bills-title-partly"
    return say(id, plate=vehicle.plate, vehicle=kind, count=len(answer.bills))


def bought(count: int) -> Message:
    """Return what is paid for, where bills are."""
    return say("check-bills", count=count)


def pressing(bill: Bill, today: date) -> bool:
    """Return whether a bill is overdue, or due today."""
    return bill.state is BillState.OVERDUE or (bill.state is BillState.OPEN and bill.pay_by <= today)


def state(bill: Bill, today: date) -> Message:
    """Return where a bill stands, in words that need no colour."""
    late = max(bill.days_late, days_late(bill.pay_by, today))
    if bill.state in PAYABLE and late:
        return say("state-overdue", days=late)
    if bill.state is not BillState.OPEN:
        return say(f"state-{bill.state.value}")
    left = (bill.pay_by - today).days
    return say("state-days-left", days=left) if left else say("state-due-today")


def rate(ticket: ParkingTicket) -> Message:
    """Return what a ticket is charged by, and how its fee is made up where that is known."""
    words = say(f"rate-{ticket.rate}")
    if ticket.units is None:
        return words
    # A city tells hours and an amount: its rate is what fits both.
    id = "fee-worked-out" if ticket.rate == NATIONAL_RATE else "fee-made-up"
    return say(id, rate=words, how=units(ticket.units))


def units(one: FeeUnits) -> Message:
    """Return how a fee is made up: `3 × 30 minutes at NT$10`."""
    price = money(Money(one.dollars))
    if not one.count:
        return say("fee-free")
    if one.minutes is None:
        return say("fee-days", count=one.count, price=price)
    # Never 個半小時 for half an hour: 3 個半小時 is read as three hours and a half.
    return say("fee-time", count=one.count, minutes=one.minutes, price=price)


def why(line: Line) -> Message:
    """Return why a line other than the fee is there."""
    if line.percent is None:
        return say(f"bill-why-{line.kind.value}")
    return say(f"bill-share-{line.kind.value}", percent=line.percent)
