"""A day's close at the desk: read only, for finance and auditors."""

from __future__ import annotations

from kiosk.backend.context import Context
from kiosk.backend.payments import day_close
from kiosk.backend.payments.day_close import Closed
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.perform import Arguments, perform
from kiosk.contract.desk.day_close import MOST, DayClose, DayCloseLine, DayCloseWish, DaySum


def see(context: Context, acting: Acting, wish: DayCloseWish) -> DayClose:
    """Return a day's close; raise `DeskRefusal` (`NOT_PERMITTED`).

    That it is looked at is written down first and by itself: no one who pays waits for it to be added up.
    """
    perform(context, acting, "money.day-close", Arguments(wish.day.isoformat()), lambda _: None)
    with context.database.read() as connection:
        found = day_close.close_of(connection, wish.day)
    lines = tuple(_line(context, one) for one in found[:MOST])
    return DayClose(day=wish.day, lines=lines, more=len(found) > MOST, as_of=context.clock.now())


def _line(context: Context, one: Closed) -> DayCloseLine:
    providers = context.terms.providers
    came_in, went_out, no_outcome, due = (
        DaySum(count=each.count, dollars=each.dollars) for each in (one.came_in, one.went_out, one.no_outcome, one.due)
    )
    return DayCloseLine(
        office=one.office,
        office_en=one.office_en,
        provider_name=providers.name(one.provider),
        provider_name_en=providers.name_en(one.provider),
        came_in=came_in,
        went_out=went_out,
        no_outcome=no_outcome,
        due=due,
    )
