"""Our own tables as the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.backend.bills.bill_payable import BILLS
from kiosk.backend.bills.register_kind import RegisterKind
from kiosk.backend.registers.local import LocalBills
from kiosk.backend.store.database import Database
from kiosk.clock import Clock

if TYPE_CHECKING:
    from kiosk.settings import BackendSettings


def _opened(_settings: BackendSettings, database: Database, _clock: Clock) -> LocalBills:
    return LocalBills(database)


REGISTER = RegisterKind(_opened, BILLS, outside=False)
