"""Whether an office's backend would start on what its register holds, and what it could not do."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

from kiosk.commands.findings import Finding, broken, doubtful

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kiosk.settings import BackendSettings


class Register(StrEnum):
    """What a register of our own holds."""

    EMPTY = "empty"
    """It was never filled, not even with nothing."""
    KNOWN = "known"
    DEMO = "demo"
    REAL = "real"
    """Tickets, and none of the demo's."""


def read(connection: Connection) -> Register:
    from kiosk.backend.demo import seeding
    from kiosk.backend.registers import register

    if register.of_the_demo(connection):
        return Register.DEMO
    if seeding.holds_others(connection):
        return Register.REAL
    return Register.KNOWN if register.known(connection) else Register.EMPTY


def without_a_database(settings: BackendSettings) -> Iterator[Finding]:
    """Yield what a register that is still to be made lacks; nothing for who may only want to try the demo."""
    if _of_an_office(settings):
        yield from register(settings, Register.EMPTY)


def register(settings: BackendSettings, holds: Register) -> Iterator[Finding]:
    """Yield what `kiosk serve` refuses of this register, or says that it cannot do with it."""
    from kiosk.backend.bills.register_kind import register_kind

    if settings.demo:
        if holds is Register.REAL:
            yield broken("database", "real")
        return
    if holds is Register.DEMO:
        # On a machine where the demo is tried nothing is wrong: only an office cannot start with it.
        yield broken("database", "demo") if _of_an_office(settings) else doubtful("database", "demo")
        return
    if settings.national_city:
        return
    if holds is Register.EMPTY and not register_kind(settings).outside:
        yield doubtful("register", "empty")
    if not settings.provider_url and not settings.gateways:
        yield doubtful("platform", "none")


def _of_an_office(settings: BackendSettings) -> bool:
    """Say whether something has been set that the demo needs not."""
    from kiosk.settings import KioskSettings

    return not KioskSettings().demo or bool(settings.database_url or settings.public_url)
