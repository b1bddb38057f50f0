"""Every kind of thing that can be paid: a folder each, and its line here."""

from __future__ import annotations

from typing import Any

from kiosk.backend.bills.bill_payable import BILLS
from kiosk.backend.bills.register_kind import RegisterKind
from kiosk.backend.city_bills.city_payable import CITY_BILLS
from kiosk.backend.passes.pass_payable import PASSES
from kiosk.backend.payments.payable import Payable

# Bills first: nearly every payment is for some, and whose a payment is, is asked in this order.
PAYABLES: tuple[Payable[Any, Any], ...] = (BILLS, PASSES, CITY_BILLS)


def payables_of(register: RegisterKind) -> tuple[Payable[Any, Any], ...]:
    """Return the kinds of things that can be paid where this is the register: its bills are the first of them.

    Those of our own stay: what was paid of them before can be seen and given back.
    """
    return (register.payable, *(one for one in PAYABLES if one is not register.payable))
