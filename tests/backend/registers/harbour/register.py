"""The harbour as the register of a service."""

from __future__ import annotations

from kiosk.backend.bills.register_kind import RegisterKind
from tests.backend.registers.harbour.harbour_bills import HarbourBills
from tests.backend.registers.harbour.harbour_payable import HarbourPayable

SOURCE = HarbourBills()
REGISTER = RegisterKind(lambda *_: SOURCE, HarbourPayable(SOURCE))
