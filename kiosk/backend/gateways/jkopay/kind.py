"""JKOPAY as a kind of gateway: its line is in `kiosk/settings/gateways.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.backend.gateways.jkopay.jkopay import JkoPay
from kiosk.backend.gateways.kind import Kind
from kiosk.clock import Clock

if TYPE_CHECKING:
    from kiosk.backend.gateways.jkopay.simulator import SimulatedJkoPay
    from kiosk.settings import GatewaySettings


def _made(gateway: GatewaySettings, secret: bytes, clock: Clock, _callback_url: str) -> JkoPay:
    return JkoPay(gateway.url, gateway.channel, gateway.store, secret, clock=clock)


def _simulated(gateway: GatewaySettings, secret: bytes, clock: Clock) -> SimulatedJkoPay:
    from kiosk.backend.gateways.jkopay.simulator import SimulatedJkoPay

    return SimulatedJkoPay(gateway.channel, gateway.store, secret, clock)


KIND = Kind(_made, _simulated)
