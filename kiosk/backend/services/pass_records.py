"""Monthly passes (月票) as they are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import Connection, select, tuple_

from kiosk.backend.store.office_tables import pass_products, passes


def month_of(day: date) -> str:
    """Return the month of a day as passes name it: `2026-12`."""
    return f"{day:%Y-%m}"


def month_after(day: date) -> str:
    """Return the month that follows the one of a day."""
    return month_of(day.replace(day=28) + timedelta(days=4))


def lots(connection: Connection, vehicles: Sequence[tuple[str, str]], today: date) -> Mapping[tuple[str, str], str]:
    """Return where vehicles, given as plate and type, have a paid pass of this or the next month (月票場所)."""
    rows = connection.execute(
        select(passes.c.plate, passes.c.vehicle_type, pass_products.c.name)
        .join(pass_products, pass_products.c.code == passes.c.product)
        .where(
            tuple_(passes.c.plate, passes.c.vehicle_type).in_(vehicles),
            passes.c.month.in_((month_of(today), month_after(today))),
            passes.c.paid_at.is_not(None),
            passes.c.holds == 1,
        )
        # The one that holds now last: it is the one that stays.
        .order_by(passes.c.month.desc(), passes.c.paid_at.desc())
    )
    return {(row.plate, row.vehicle_type): row.name for row in rows}
