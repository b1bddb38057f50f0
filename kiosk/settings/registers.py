"""The registers that a service can be about: who tells what vehicles owe, and how that is paid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator

LOCAL, NATIONAL = "local", "national"

REGISTERS: Mapping[str, str] = {
    LOCAL: "kiosk.backend.bills.local_register",
    NATIONAL: "kiosk.backend.bills.national_register",
}
"""By name, the module that has it as `REGISTER` (`kiosk.backend.bills.register_kind`); loaded where it is asked."""


def _known(name: str) -> str:
    if name and name not in REGISTERS:
        raise ValueError(f"one of {', '.join(REGISTERS)}")
    return name


RegisterName = Annotated[str, AfterValidator(_known)]
