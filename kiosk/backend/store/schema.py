"""All the tables together: what migrations are compared with."""

from __future__ import annotations

from kiosk.backend.store import (
    entry_tables,
    office_tables,
    owner_tables,
    register_tables,
    sheet_tables,
    sign_in_tables,
)
from kiosk.backend.store.tables import metadata

__all__ = [
    "entry_tables",
    "metadata",
    "office_tables",
    "owner_tables",
    "register_tables",
    "sheet_tables",
    "sign_in_tables",
]
