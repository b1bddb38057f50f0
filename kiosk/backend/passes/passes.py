"""Which monthly passes (月票) are sold, and how many are left."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import Connection

from kiosk.backend.domain import pass_sale
from kiosk.backend.office import statements as office
from kiosk.backend.passes import records
from kiosk.contract.passes import PassOffer, PassProduct
from kiosk.domain.dates import taipei_date
from kiosk.domain.plate import VehicleType


def offer(connection: Connection, language: str, now: datetime) -> PassOffer:
    """Return what is sold, named in this language where the office has named it, and what is left of it."""
    today = taipei_date(now)
    taken = records.taken(connection, pass_sale.month_after(today))
    return PassOffer(
        month=pass_sale.month_on_sale(today),
        on_sale_from=pass_sale.sale_begins(today),
        products=tuple(
            PassProduct(
                code=product.code,
                name=json.loads(product.translations).get(language, product.name),
                vehicle_type=VehicleType(product.vehicle_type),
                price=product.price,
                left=None if product.places is None else max(0, product.places - taken.get(product.code, 0)),
            )
            for product in office.on_sale(connection)
        ),
    )
