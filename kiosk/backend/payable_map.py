"""Every kind of thing that can be paid: a folder each, and its line here."""

from __future__ import annotations

from typing import Any

from kiosk.backend.bills.bill_payable import BILLS
from kiosk.backend.city_bills.city_payable import CITY_BILLS
from kiosk.backend.passes.pass_payable import PASSES
from kiosk.backend.payments.payable import Payable

# Bills first: nearly every payment is for some, and whose a payment is, is asked in this order.
PAYABLES: tuple[Payable[Any, Any], ...] = (BILLS, PASSES, CITY_BILLS)
