"""What stands for the outside in the demo: payment platform, gateways and identity providers, behind real HTTP."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp

from kiosk.backend import gateway_map
from kiosk.backend.gateways.kind import SimulatedGateway
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
    gateways: Mapping[str, SimulatedGateway] = field(default_factory=dict)
    """Those beside the platform, by their kinds."""
    identities: SimulatedIdentities | None = None
    _servers: tuple[uvicorn.Server, ...] = ()

    @property
    def phone_pages(self) -> tuple[tuple[str, ASGIApp], ...]:
        """Pages to serve beside the payer's, with their addresses: people type them, in small letters too."""
        if self.identities is None:
            return ()
        return tuple((path, self.identities.phone) for path in (phone_page.PATH, phone_page.PATH.lower()))

    def release(self) -> None:
        """Take no more connections. From any thread."""
        for server in self._servers:
            server.should_exit = True

    def close(self) -> None:
        """Hold no answer back any more. Blocks."""
        if self.platform is not None:
            self.platform.close()
        for gateway in self.gateways.values():
            gateway.close()


@asynccontextmanager
async def simulating(settings: BackendSettings, clock: Clock) -> AsyncIterator[tuple[Simulated, BackendSettings]]:
    """Serve what these settings have simulated, at loopback ports of its own; yield it, and settings that lead there.

    `public_url` has to be set.
    """
    platform = _platform(settings, clock) if settings.demo and not settings.provider_url else None
    gateways = gateway_map.simulated(settings, clock)
    identities = _identities(settings, clock) if settings.demo and not settings.identity_providers else None
    if platform is None and identities is None:
        yield Simulated(), settings
        return
    async with AsyncExitStack() as open_:
        server, url = await open_.enter_async_context(_served(_together(platform, identities)))
        servers = [server]
        if platform is not None:
            settings = settings.model_copy(update={"provider_url": url})
        if identities is not None:
            identities.url = url + _IDENTITIES
        for one in gateways:
            # A port each: several have a page at the same path.
            server, one.gateway.url = await open_.enter_async_context(_served(one.gateway.app))
            servers.append(server)
        if gateways:
            settings = gateway_map.with_simulated(settings, gateways)
        by_kind = {one.settings.kind: one.gateway for one in gateways}
        yield Simulated(platform, by_kind, identities, tuple(servers)), settings


def _platform(settings: BackendSettings, clock: Clock) -> SimulatedPlatform:
    platform = SimulatedPlatform(settings.provider_secret.get_secret_value().encode(), clock)
    for provider, behaviour in providers.simulated().items():
        platform.behave(provider, NAMED[behaviour])
    return platform


def _identities(settings: BackendSettings, clock: Clock) -> SimulatedIdentities:
    phone_url = settings.public_url.rstrip("/") + phone_page.PATH
    return SimulatedIdentities(SIMULATED, clock, phone_url=phone_url)


def _together(platform: SimulatedPlatform | None, identities: SimulatedIdentities | None) -> Starlette:
    routes: list[BaseRoute] = []
    if identities is not None:
        routes.append(Mount(_IDENTITIES, identities.app))
    if platform is not None:
        routes.append(Mount("/", platform.app))
    return Starlette(routes=routes)


@asynccontextmanager
async def _served(app: Starlette) -> AsyncIterator[tuple[uvicorn.Server, str]]:
    """Serve an application in this event loop; yield the server and its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", ws="none")
        server = QuietServer(config)
        serving = asyncio.create_task(server.serve([listening]))
        try:
            yield server, url
        finally:
            server.should_exit = True
            await serving
