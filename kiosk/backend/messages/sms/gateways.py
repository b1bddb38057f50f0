"""Which gateways the settings name, and the demo's phone where they name none."""

from __future__ import annotations

import contextlib

from kiosk.backend.messages import text_receipts
from kiosk.backend.messages.port import TextGateway
from kiosk.backend.messages.sms.demo_phone import DemoPhone
from kiosk.backend.messages.sms.every8d import Every8d
from kiosk.backend.messages.sms.mitake import NAME as MITAKE
from kiosk.backend.messages.sms.mitake import Mitake
from kiosk.backend.store.database import Database
from kiosk.clock import Clock
from kiosk.settings import BackendSettings


class Gateways:
    """The gateways in the order in which they are tried."""

    def __init__(self, settings: BackendSettings, database: Database, clock: Clock, seal_key: bytes) -> None:
        """Open nothing yet. `settings.public_url` must be set: it is where gateways reach us."""
        self._real = [_MADE[name](settings, clock, seal_key) for name in settings.text_gateways]
        demo = (DemoPhone(database, clock, seal_key),) if settings.demo else ()
        self.ports: tuple[TextGateway, ...] = tuple(self._real) or demo

    def close(self) -> None:
        """Close the connections that are open."""
        for gateway in self._real:
            gateway.close()


def _mitake(settings: BackendSettings, clock: Clock, seal_key: bytes) -> Mitake | Every8d:
    return Mitake(
        settings.mitake_url,
        settings.mitake_user,
        settings.mitake_password.get_secret_value(),
        receipt_url=settings.public_url.rstrip("/") + text_receipts.path(seal_key, MITAKE),
        clock=clock,
    )


def _every8d(settings: BackendSettings, clock: Clock, _seal_key: bytes) -> Mitake | Every8d:
    password = settings.every8d_password.get_secret_value()
    return Every8d(settings.every8d_url, settings.every8d_user, password, clock=clock)


_MADE = {"mitake": _mitake, "every8d": _every8d}


def credit(name: str, settings: BackendSettings, clock: Clock) -> float:
    """Return how many messages the account at a company still holds, and send none; raise `GatewayError`."""
    with contextlib.closing(_MADE[name](settings, clock, b"")) as gateway:
        return gateway.credit()
