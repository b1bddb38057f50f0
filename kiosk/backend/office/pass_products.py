"""The passes that the office sells: taking them in from files, and finding them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from kiosk.backend.office import statements
from kiosk.backend.office.pass_files import PassFile


def take_in(connection: Connection, passes: Iterable[PassFile], now: datetime) -> None:
    """Keep passes, in place of those with the same codes, in a write transaction; what was sold stays as it is."""
    for file in passes:
        values = {
            "name": file.name,
            "translations": json.dumps(file.translations, ensure_ascii=False),
            "vehicle_type": file.vehicle_type.value,
            "price": file.price,
            "places": file.places,
            "withdrawn_at": now if file.withdrawn else None,
        }
        statements.keep_pass(connection, file.code, **values)


@dataclass(frozen=True, slots=True)
class Product:
    """One pass as the office sees it in a list."""

    code: str
    name: str
    vehicle_type: str
    price: int
    places: int | None
    withdrawn_at: datetime | None


def listed(connection: Connection) -> list[Product]:
    """Return every pass, those no longer sold included, by code."""
    return [Product(*row) for row in statements.all_passes(connection)]
