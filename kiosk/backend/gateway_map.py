"""Which gateway collects for which provider, made of the settings."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import SecretStr

from kiosk.backend import metrics
from kiosk.backend.gateways.bounded import AT_ONCE, Bounded
from kiosk.backend.gateways.kind import SimulatedGateway, kind_of
from kiosk.backend.gateways.no_platform import NoPlatform
from kiosk.backend.gateways.platform.smart_payment import SmartPayment
from kiosk.backend.gateways.port import Gateway
from kiosk.backend.payments import providers
from kiosk.clock import Clock
from kiosk.settings import BackendSettings, GatewaySettings
from kiosk.settings.gateways import KINDS
from kiosk.settings.office import is_loopback

PLATFORM = "platform"
"""Name in the figures of the gateway that `provider_url` names."""

_NOT_SERVED = "http://127.0.0.1:9"
"""Address of a simulated gateway before it is served."""


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


@dataclass(frozen=True, slots=True)
class Simulated:
    """A simulated gateway beside the platform, in the demo; its name is its kind."""

    settings: GatewaySettings
    secret: bytes
    gateway: SimulatedGateway


def simulated(settings: BackendSettings, clock: Clock) -> tuple[Simulated, ...]:
    """Return the simulated gateways that `assets/providers.toml` names for the demo, none where they are not offered.

    A wallet's page stands at an address of this machine, so phones elsewhere could not open it.
    """
    if not settings.demo or settings.provider_url or settings.gateways or not is_loopback(settings.public_url):
        return ()
    return tuple(_of_demo(kind, clock) for kind in providers.simulating())


def _of_demo(name: str, clock: Clock) -> Simulated:
    kind, secret = KINDS[name], secrets.token_bytes(32).hex().encode()
    settings = GatewaySettings(
        name=name,
        kind=name,
        url=_NOT_SERVED,
        channel="demo" if kind.channel else "",
        store="demo" if kind.store else "",
        providers=providers.simulated_by(name),
    )
    return Simulated(settings, secret, kind_of(name).simulated(settings, secret, clock))


def with_simulated(settings: BackendSettings, served: Sequence[Simulated]) -> BackendSettings:
    """Return settings in which simulated gateways, each served at its `url`, collect for their providers."""
    return settings.model_copy(
        update={
            "gateways": tuple(one.settings.model_copy(update={"url": one.gateway.url}) for one in served),
            "gateway_secrets": {one.settings.name: SecretStr(one.secret.decode()) for one in served},
        }
    )


def _made(gateway: GatewaySettings, secret: bytes, clock: Clock, callback_url: str) -> Bounded:
    made = kind_of(gateway.kind).made(gateway, secret, clock, callback_url)
    return watched(gateway.name, made, made.close)


def _platform(name: str, url: str, secret: bytes, clock: Clock, callback_url: str) -> Bounded:
    adapter = SmartPayment(url, secret, callback_url=callback_url, clock=clock)
    return watched(name, adapter, adapter.close)


def watched(name: str, gateway: Gateway, close: Callable[[], None]) -> Bounded:
    """Return `gateway` with its bound, and with figures under its name."""
    return Bounded(
        gateway, close=close, calls=metrics.GATEWAY_CALLS.labels(name).inc, full=metrics.GATEWAY_FULL.labels(name).inc
    )
