"""The payment platform as a kind of gateway: its line is in `kiosk/settings/gateways.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.backend.gateways.kind import Kind
from kiosk.backend.gateways.platform.smart_payment import SmartPayment
from kiosk.clock import Clock

if TYPE_CHECKING:
    from kiosk.backend.gateways.platform.simulator import SimulatedPlatform
    from kiosk.settings import GatewaySettings


def _made(gateway: GatewaySettings, secret: bytes, clock: Clock, callback_url: str) -> SmartPayment:
    return SmartPayment(gateway.url, secret, callback_url=callback_url, clock=clock)


def _simulated(_gateway: GatewaySettings, secret: bytes, clock: Clock) -> SimulatedPlatform:
    from kiosk.backend.gateways.platform.simulator import SimulatedPlatform

    return SimulatedPlatform(secret, clock)


KIND = Kind(_made, _simulated)
