"""Counter Pay as a kind of gateway."""

from __future__ import annotations

from kiosk.backend.gateways.kind import Kind
from kiosk.clock import Clock
from kiosk.settings import GatewaySettings
from tests.backend.gateways.counter_pay.counter_pay import CounterPay
from tests.backend.gateways.counter_pay.simulator import SimulatedCounterPay


def _made(gateway: GatewaySettings, secret: bytes, clock: Clock, _callback_url: str) -> CounterPay:
    return CounterPay(gateway.url, gateway.store, secret, clock=clock)


def _simulated(gateway: GatewaySettings, secret: bytes, _clock: Clock) -> SimulatedCounterPay:
    return SimulatedCounterPay(gateway.store, secret)


KIND = Kind(_made, _simulated)
