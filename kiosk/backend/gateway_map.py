"""Which gateway collects for which provider, made of the settings."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pydantic import SecretStr

from kiosk.backend import metrics
from kiosk.backend.gateways.bounded import AT_ONCE, Bounded
from kiosk.backend.gateways.jkopay.jkopay import JkoPay
from kiosk.backend.gateways.line_pay.line_pay import LinePay
from kiosk.backend.gateways.line_pay.simulator import SimulatedLinePay
from kiosk.backend.gateways.no_platform import NoPlatform
from kiosk.backend.gateways.platform.smart_payment import SmartPayment
from kiosk.backend.gateways.port import Gateway
from kiosk.backend.payments import providers
from kiosk.clock import Clock
from kiosk.settings import BackendSettings, GatewaySettings
from kiosk.settings.office import is_loopback

PLATFORM = "platform"
"""Name in the figures of the gateway that `provider_url` names."""

SIMULATED = "line-pay"
"""Name and kind of the simulated gateway beside the platform, in the demo."""
_CHANNEL = "1656000000"


@dataclass(frozen=True, slots=True)
class Collecting:
    """Who collects, each with a bound on the calls under way."""

    platform: Bounded
    """For every provider that has no gateway of its own."""
    own: Mapping[str, Bounded]
    """For the others, by the provider's code; several may share one gateway."""

    @property
    def threads(self) -> int:
        """How many threads the worker needs, so that silent gateways leave enough for the others."""
        return AT_ONCE * len(self._each())

    def close(self) -> None:
        """Close what the gateways hold open."""
        for gateway in self._each():
            gateway.close()

    def _each(self) -> list[Bounded]:
        return list({id(gateway): gateway for gateway in (self.platform, *self.own.values())}.values())


def collecting(settings: BackendSettings, clock: Clock, callback_url: str) -> Collecting:
    """Return who collects by these settings; a platform sends its messages to addresses under `callback_url`."""
    own: dict[str, Bounded] = {}
    for gateway in settings.gateways:
        secret = settings.gateway_secrets[gateway.name].get_secret_value().encode()
        made = _made(gateway, secret, clock, callback_url)
        own |= dict.fromkeys(gateway.providers, made)
    if not settings.provider_url:
        return Collecting(Bounded(NoPlatform()), own)
    secret = settings.provider_secret.get_secret_value().encode()
    return Collecting(_platform(PLATFORM, settings.provider_url, secret, clock, callback_url), own)


def simulated(settings: BackendSettings, clock: Clock) -> SimulatedLinePay | None:
    """Return simulated LINE Pay for the demo, None where it is not offered.

    The wallet's page stands at an address of this machine alone, so phones elsewhere could not open it.
    """
    if not settings.demo or settings.provider_url or settings.gateways or not is_loopback(settings.public_url):
        return None
    if not providers.simulated_by(SIMULATED):
        return None
    return SimulatedLinePay(_CHANNEL, secrets.token_bytes(32).hex().encode(), clock)


def with_simulated(settings: BackendSettings, line_pay: SimulatedLinePay) -> BackendSettings:
    """Return settings in which simulated LINE Pay, served at its `url`, collects for its providers."""
    served = GatewaySettings(
        name=SIMULATED,
        kind="line-pay",
        url=line_pay.url,
        channel=_CHANNEL,
        providers=providers.simulated_by(SIMULATED),
    )
    kept = {SIMULATED: SecretStr(line_pay.secret.decode())}
    return settings.model_copy(update={"gateways": (served,), "gateway_secrets": kept})


def _made(gateway: GatewaySettings, secret: bytes, clock: Clock, callback_url: str) -> Bounded:
    adapter: LinePay | JkoPay
    match gateway.kind:
        case "line-pay":
            adapter = LinePay(gateway.url, gateway.channel, secret, clock=clock)
        case "jkopay":
            adapter = JkoPay(gateway.url, gateway.channel, gateway.store, secret, clock=clock)
        case "platform":
            return _platform(gateway.name, gateway.url, secret, clock, callback_url)
    return watched(gateway.name, adapter, adapter.close)


def _platform(name: str, url: str, secret: bytes, clock: Clock, callback_url: str) -> Bounded:
    adapter = SmartPayment(url, secret, callback_url=callback_url, clock=clock)
    return watched(name, adapter, adapter.close)


def watched(name: str, gateway: Gateway, close: Callable[[], None]) -> Bounded:
    """Return `gateway` with its bound, and with figures under its name."""
    return Bounded(
        gateway, close=close, calls=metrics.GATEWAY_CALLS.labels(name).inc, full=metrics.GATEWAY_FULL.labels(name).inc
    )
