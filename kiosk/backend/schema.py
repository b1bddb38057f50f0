"""All the tables together: what a database is compared with. Each subject has its own, in one metadata."""

from __future__ import annotations

from kiosk.backend.city_bills import tables as city_bills
from kiosk.backend.ground import tables as ground
from kiosk.backend.identities import tables as identities
from kiosk.backend.messages import tables as messages
from kiosk.backend.office import tables as office
from kiosk.backend.owners import tables as owners
from kiosk.backend.passes import tables as passes
from kiosk.backend.payments import tables as payments
from kiosk.backend.proof import tables as proof
from kiosk.backend.registers import tables as registers
from kiosk.backend.sheets import tables as sheets
from kiosk.backend.staff import tables as staff
from kiosk.backend.store.tables import metadata
from kiosk.backend.support import tables as support
from kiosk.backend.terminals import tables as terminals
from kiosk.backend.vehicles import tables as vehicles

__all__ = [
    "city_bills",
    "ground",
    "identities",
    "messages",
    "metadata",
    "office",
    "owners",
    "passes",
    "payments",
    "proof",
    "registers",
    "sheets",
    "staff",
    "support",
    "terminals",
    "vehicles",
]
