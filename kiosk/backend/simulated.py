"""What stands for the outside in the demo: the payment platform, LINE Pay and identity providers, behind real HTTP."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp

from kiosk.backend import gateway_map
from kiosk.backend.gateways.line_pay.simulator import SimulatedLinePay
from kiosk.backend.gateways.platform.behaviours import NAMED
from kiosk.backend.gateways.platform.simulator import SimulatedPlatform
from kiosk.backend.identities.oidc import phone_page
from kiosk.backend.identities.oidc.issuers import SIMULATED
from kiosk.backend.identities.oidc.simulator import SimulatedIdentities
from kiosk.backend.payments import providers
from kiosk.backend.quiet_server import QuietServer
from kiosk.clock import Clock
from kiosk.settings import BackendSettings

_IDENTITIES = "/identity"


@dataclass(frozen=True, slots=True)
class Simulated:
    """What is simulated here; None where the real one is set up, and outside of the demo."""

    platform: SimulatedPlatform | None = None
    line_pay: SimulatedLinePay | None = None
    identities: SimulatedIdentities | None = None
    _server: uvicorn.Server | None = None

    @property
    def phone_pages(self) -> tuple[tuple[str, ASGIApp], ...]:
        """Pages to serve beside the payer's, with their addresses: people type them, in small letters too."""
        if self.identities is None:
            return ()
        return tuple((path, self.identities.phone) for path in (phone_page.PATH, phone_page.PATH.lower()))

    def release(self) -> None:
        """Take no more connections. From any thread."""
        if self._server is not None:
            self._server.should_exit = True

    def close(self) -> None:
        """Hold no answer back any more. Blocks."""
        if self.platform is not None:
            self.platform.close()
        if self.line_pay is not None:
            self.line_pay.close()


@asynccontextmanager
async def simulating(settings: BackendSettings, clock: Clock) -> AsyncIterator[tuple[Simulated, BackendSettings]]:
    """Serve what these settings have simulated, at a loopback port of its own; yield it, and settings that lead there.

    `public_url` has to be set.
    """
    platform = _platform(settings, clock) if settings.demo and not settings.provider_url else None
    line_pay = gateway_map.simulated(settings, clock)
    identities = _identities(settings, clock) if settings.demo and not settings.identity_providers else None
    if platform is None and identities is None:
        yield Simulated(), settings
        return
    async with _served(platform, line_pay, identities) as (server, url):
        if platform is not None:
            settings = settings.model_copy(update={"provider_url": url})
        if line_pay is not None:
            settings = gateway_map.with_simulated(settings, line_pay)
        yield Simulated(platform, line_pay, identities, server), settings


def _platform(settings: BackendSettings, clock: Clock) -> SimulatedPlatform:
    platform = SimulatedPlatform(settings.provider_secret.get_secret_value().encode(), clock)
    for provider, behaviour in providers.simulated().items():
        platform.behave(provider, NAMED[behaviour])
    return platform


def _identities(settings: BackendSettings, clock: Clock) -> SimulatedIdentities:
    phone_url = settings.public_url.rstrip("/") + phone_page.PATH
    return SimulatedIdentities(SIMULATED, clock, phone_url=phone_url)


@asynccontextmanager
async def _served(
    platform: SimulatedPlatform | None, line_pay: SimulatedLinePay | None, identities: SimulatedIdentities | None
) -> AsyncIterator[tuple[uvicorn.Server, str]]:
    """Serve what is simulated in this event loop; yield the server and its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        routes: list[BaseRoute] = []
        if identities is not None:
            identities.url = url + _IDENTITIES
            routes.append(Mount(_IDENTITIES, identities.app))
        if line_pay is not None:
            line_pay.url = url
            routes += line_pay.app.routes
        if platform is not None:
            routes.append(Mount("/", platform.app))
        config = uvicorn.Config(Starlette(routes=routes), log_config=None, access_log=False, lifespan="off", ws="none")
        server = QuietServer(config)
        serving = asyncio.create_task(server.serve([listening]))
        try:
            yield server, url
        finally:
            server.should_exit = True
            await serving
