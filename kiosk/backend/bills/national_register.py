"""A city's bill query as the register. Nothing is paid here then: where it can be asked, no provider is set up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.backend.bills.bill_payable import BILLS
from kiosk.backend.bills.register_kind import RegisterKind
from kiosk.backend.registers.national.register import NationalBills
from kiosk.backend.registers.national.set_up import city_of, register_of
from kiosk.backend.store.database import Database
from kiosk.clock import Clock

if TYPE_CHECKING:
    from kiosk.settings import BackendSettings


def _opened(settings: BackendSettings, database: Database, clock: Clock) -> NationalBills:
    return register_of(city_of(settings.national_city, settings.national_address), database, clock)


REGISTER = RegisterKind(_opened, BILLS)
