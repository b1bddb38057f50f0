"""What a refund (退費) comes to: which bills can still go back, how much that is, and how it is decided on."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pydantic import JsonValue, ValidationError

from kiosk.contract.desk.refunds import RefundArguments
from kiosk.contract.desk.story import Story, StoryBill
from kiosk.desk.seen.facts import fact
from kiosk.desk.widgets.lines import Row, Style
from kiosk.desk.words import dollars, provider
from kiosk.i18n import Texts, say

OPERATION = "payment.refund"
"""The name under which a request for a refund waits for its decision."""


def kept(story: Story) -> tuple[StoryBill, ...]:
    """Return the bills whose money has not gone back."""
    return tuple(bill for bill in story.bills if not bill.returned)


def going_back(story: Story, chosen: Collection[str]) -> int:
    """Return the dollars that go back with the bills of these numbers; with none, all that is left, the fee with it."""
    return sum(bill.amount for bill in kept(story) if bill.number in chosen) if chosen else story.refundable


def arguments_of(arguments: dict[str, JsonValue]) -> RefundArguments | None:
    """Return what a request holds; None if it is of a newer backend and cannot be read here."""
    try:
        return RefundArguments.model_validate(arguments)
    except ValidationError:
        return None


def requested(texts: Texts, wanted: RefundArguments, story: Story) -> Iterator[Row]:
    """Return what is asked for, with the figures that the clerk who asked has seen."""
    amount = going_back(story, wanted.bills) if wanted.bills else wanted.seen
    yield fact(texts("desk-refund-order"), f"{story.payment.number}  {provider(texts, story.payment)}")
    yield fact(texts("desk-refund-amount"), dollars(texts, amount), Style.STRONG)
    yield fact(texts("desk-refund-seen"), dollars(texts, wanted.seen))
    what = story.pass_name or story.other_city
    if what is not None:
        yield fact(texts("desk-refund-what"), what)
    for bill in story.bills:
        if bill.number in wanted.bills or not (wanted.bills or bill.returned):
            yield fact(texts("desk-ticket"), bill_words(texts, bill))


def bill_words(texts: Texts, bill: StoryBill) -> str:
    """Return a bill with its vehicle and what was paid for it."""
    amount = dollars(texts, bill.amount)
    return texts(say("desk-refund-bill", number=bill.number, plate=bill.plate, amount=amount))
