"""What a city lists, with what payments of ours are for: what is on its way to the city is not offered again."""

from __future__ import annotations

from kiosk.backend.city_bills import records
from kiosk.backend.context import Context
from kiosk.contract.cities import CityAnswer, PaidHere


def marked(context: Context, answer: CityAnswer) -> CityAnswer:
    """Return a city's answer that says of each bill what has become of it here."""
    if not answer.bills or answer.city not in context.ports.city_settlements:
        return answer
    with context.database.read() as connection:
        held = records.held(connection, answer.city, [bill.number for bill in answer.bills])
    here = {number: PaidHere.PAID if paid else PaidHere.BEING_PAID for number, paid in held.items()}
    return answer.model_copy(
        update={
            "bills": tuple(
                bill.model_copy(update={"here": here[bill.number]}) if bill.number in here else bill
                for bill in answer.bills
            )
        }
    )
