"""LINE Pay as a kind of gateway: its line is in `kiosk/settings/gateways.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.backend.gateways.kind import Kind
from kiosk.backend.gateways.line_pay.line_pay import LinePay
from kiosk.clock import Clock

if TYPE_CHECKING:
    from kiosk.backend.gateways.line_pay.simulator import SimulatedLinePay
    from kiosk.settings import GatewaySettings


def _made(gateway: GatewaySettings, secret: bytes, clock: Clock, _callback_url: str) -> LinePay:
    return LinePay(gateway.url, gateway.channel, secret, clock=clock)


def _simulated(gateway: GatewaySettings, secret: bytes, clock: Clock) -> SimulatedLinePay:
    from kiosk.backend.gateways.line_pay.simulator import SimulatedLinePay

    return SimulatedLinePay(gateway.channel, secret, clock)


KIND = Kind(_made, _simulated)
