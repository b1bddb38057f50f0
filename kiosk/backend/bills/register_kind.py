"""What a register is to this service: who is asked what vehicles owe, and what its bills are as things to be paid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from kiosk.backend.payments.payable import Payable
from kiosk.backend.registers.port import BillSource
from kiosk.backend.store.database import Database
from kiosk.clock import Clock
from kiosk.contract.payments import PaymentRequest
from kiosk.settings.registers import REGISTERS

if TYPE_CHECKING:
    from kiosk.settings import BackendSettings


@dataclass(frozen=True, slots=True)
class RegisterKind:
    """A register, of which a service has one."""

    opened: Callable[[BackendSettings, Database, Clock], BillSource]
    """Returns whom to ask."""
    payable: Payable[PaymentRequest, Any]
    """Its bills, as what `POST /v1/payments` makes payments of."""
    outside: bool = True
    """Whether a party outside is asked, and not our own database."""


def register_kind(settings: BackendSettings) -> RegisterKind:
    """Return the register of a service with these settings."""
    module = REGISTERS[settings.register_name]
    kind = import_module(module).REGISTER
    if not isinstance(kind, RegisterKind):
        raise TypeError(f"{module}: REGISTER is none")
    return kind
