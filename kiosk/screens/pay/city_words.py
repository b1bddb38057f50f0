"""Other cities in words, and what of theirs can be paid here."""

from __future__ import annotations

from kiosk.contract.cities import CityAnswer, CityBill, OtherCity
from kiosk.i18n import Message, say
from kiosk.wording.names import named


def named_city(city: OtherCity) -> Message:
    """Return a city's name in the reader's language."""
    return say("elsewhere-city", city=named(city))


def payable(city: OtherCity, answer: CityAnswer) -> dict[str, int]:
    """Return the dollars of what can be paid here of a city's answer, by number.

    Nothing of an answer that is not all, nor where its city has agreed to nothing: it is read, and paid there.
    """
    if not (city.payable and answer.complete):
        return {}
    return {bill.number: bill.amount for bill in answer.bills or () if can_be_paid(bill)}


def taken_here(city: OtherCity, answer: CityAnswer) -> bool:
    """Say whether a payment of ours is for something that the city lists: it is not to be paid there as well."""
    return city.payable and any(bill.here is not None for bill in answer.bills or ())


def can_be_paid(bill: CityBill) -> bool:
    """Say whether a bill of a city that takes payment here is one thing, that no payment of ours is for already."""
    return bill.payable and bill.here is None and bool(bill.amount)
