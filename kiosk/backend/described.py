"""What the backend's listeners say of themselves, as OpenAPI documents, without a database or a network."""

from __future__ import annotations

from typing import Any

from kiosk.backend.app import create_app
from kiosk.backend.context import Context, Ports
from kiosk.backend.gateways.platform.smart_payment import SmartPayment
from kiosk.backend.http.desk.app import create_desk_app
from kiosk.backend.payable_map import PAYABLES
from kiosk.backend.payments.wakeups import Wakeups
from kiosk.backend.registers.local import LocalBills
from kiosk.backend.store.database import Database
from kiosk.backend.terms import terms_of
from kiosk.clock import SystemClock
from kiosk.settings import BackendSettings

_HERE = "http://127.0.0.1:8080"


def terminals() -> dict[str, Any]:
    """Return the description of what terminals ask."""
    settings, context, wakeups = _parts()
    return create_app(settings, context=context, watch=wakeups).openapi()


def desk() -> dict[str, Any]:
    """Return the description of what the office's staff ask."""
    return create_desk_app(_parts()[1]).openapi()


def _parts() -> tuple[BackendSettings, Context, Wakeups]:
    """Return the parts of a backend that opens nothing: what is described depends on none of them."""
    # Only the defaults: what a contract says does not depend on a settings file, which may be wrong.
    settings = BackendSettings.model_construct(public_url=_HERE, demo=True)
    clock, database = SystemClock(), Database("sqlite:////nowhere/kiosk.sqlite3")
    wakeups = Wakeups(database)
    provider = SmartPayment("http://127.0.0.1:1", b"secret", callback_url=_HERE, clock=clock)
    context = Context(database, clock, Ports(LocalBills(database), provider, wakeups, PAYABLES), terms_of(settings))
    return settings, context, wakeups
