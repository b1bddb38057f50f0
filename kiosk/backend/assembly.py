"""The backend's parts in motion: application, worker, wake-ups, and in the demo what is simulated."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import uvicorn
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.routing import Mount

from kiosk.backend.app import create_app
from kiosk.backend.context import Context, Ports
from kiosk.backend.demo import day as demo_day
from kiosk.backend.demo.source import DemoBills
from kiosk.backend.gateways.no_platform import NoPlatform
from kiosk.backend.gateways.platform import simulator
from kiosk.backend.gateways.platform.simulator import SimulatedPlatform
from kiosk.backend.gateways.platform.smart_payment import SmartPayment
from kiosk.backend.http.payment_events import StreamPace
from kiosk.backend.identities.oidc import phone_page
from kiosk.backend.identities.oidc.issuers import SIMULATED, issuers
from kiosk.backend.identities.oidc.simulator import SimulatedIdentities
from kiosk.backend.messages.sms.gateways import Gateways
from kiosk.backend.passes.pass_payable import PassPayable
from kiosk.backend.payments import providers
from kiosk.backend.payments.wakeups import Wakeups
from kiosk.backend.registers.local import LocalBills
from kiosk.backend.registers.port import BillSource
from kiosk.backend.store.database import Database
from kiosk.backend.support.failures import Failures
from kiosk.backend.terminals.sightings import Sightings
from kiosk.backend.terms import terms_of
from kiosk.backend.worker import Worker
from kiosk.clock import Clock
from kiosk.settings import BackendSettings

_IDENTITIES = "/identity"


@dataclass(frozen=True, slots=True)
class Assembly:
    """A backend that works; `app` is for a server to serve."""

    app: FastAPI
    context: Context
    wakeups: Wakeups
    worker: Worker
    platform: SimulatedPlatform | None
    """The simulated payment platform, in the demo."""
    identities: SimulatedIdentities | None
    """The simulated identity providers, in the demo."""
    release: Callable[[], None]
    """Lets go what would hold up the end: streams of events, and the platform. Call it when the server is to end."""


class QuietServer(uvicorn.Server):
    """A server beside another in one process: the signals are not its own."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def assembled(
    settings: BackendSettings,
    *,
    database: Database,
    clock: Clock,
    address: str,
    pace: StreamPace | None = None,
    own_terminals: Mapping[str, str] | None = None,
) -> AsyncIterator[Assembly]:
    """Yield a working backend that will be served at `address` (`http://127.0.0.1:8080`).

    In the demo, a simulated payment platform and simulated identity providers listen on a loopback port of their own;
    the page on which somebody says yes to an identity provider stands beside the payer's. `pace` and
    `own_terminals` are for `create_app`. The database stays the caller's to close.
    """
    async with contextlib.AsyncExitStack() as open_:
        if not settings.public_url:
            settings = settings.model_copy(update={"public_url": address})
        platform = _platform(settings, clock) if settings.demo and not settings.provider_url else None
        identities = _identities(settings, clock) if settings.demo and not settings.identity_providers else None
        server = None
        if platform is not None or identities is not None:
            server, url = await open_.enter_async_context(_served(platform, identities))
            if platform is not None:
                settings = settings.model_copy(update={"provider_url": url})
        wakeups, woken = Wakeups(database), threading.Event()
        callback = address if platform else settings.public_url
        provider = _provider(settings, clock, callback) if settings.provider_url else NoPlatform()
        open_.callback(provider.close)
        terms = terms_of(settings)
        gateways = Gateways(settings, database, clock, terms.seal_key)
        open_.callback(gateways.close)
        linking = issuers(settings, identities, clock)
        for issuer in linking.values():
            open_.callback(issuer.close)
        source: BillSource = LocalBills(database)
        bills = DemoBills(source) if settings.demo else source
        context = Context(
            database,
            clock,
            Ports(
                bills=bills,
                provider=provider,
                signals=wakeups,
                gateways=gateways.ports,
                identities=linking,
                payables=(PassPayable(),),
                wake=woken.set,
            ),
            terms,
        )
        sightings, failures = Sightings(), Failures(database, clock)
        rounds = (sightings.keep, *((demo_day.go_on,) if settings.demo else ()))
        worker = Worker(context, woken, text_threads=settings.text_threads, rounds=rounds)
        app = create_app(
            settings,
            context=context,
            watch=wakeups,
            working=lambda: worker.working,
            alive=lambda: worker.alive and wakeups.alive,
            pace=pace,
            own_terminals=own_terminals,
            sightings=sightings,
            keep_failure=failures.note,
        )
        if identities is not None:
            # People type the address too.
            for path in (phone_page.PATH, phone_page.PATH.lower()):
                app.mount(path, identities.phone)

        def release() -> None:
            wakeups.release()
            if server is not None:
                server.should_exit = True

        wakeups.start()
        worker.start()
        failures.start()
        try:
            yield Assembly(app, context, wakeups, worker, platform, identities, release)
        finally:
            release()
            if platform is not None:
                # First: it may be holding back an answer that the worker waits for.
                await asyncio.to_thread(platform.close)
            await asyncio.to_thread(worker.stop)
            await asyncio.to_thread(failures.stop)
            await asyncio.to_thread(wakeups.stop)


def _provider(settings: BackendSettings, clock: Clock, callback_url: str) -> SmartPayment:
    secret = settings.provider_secret.get_secret_value().encode()
    return SmartPayment(settings.provider_url, secret, callback_url=callback_url, clock=clock)


def _platform(settings: BackendSettings, clock: Clock) -> SimulatedPlatform:
    platform = SimulatedPlatform(settings.provider_secret.get_secret_value().encode(), clock)
    for provider, behaviour in providers.simulated().items():
        platform.behave(provider, simulator.NAMED[behaviour])
    return platform


def _identities(settings: BackendSettings, clock: Clock) -> SimulatedIdentities:
    phone_url = settings.public_url.rstrip("/") + phone_page.PATH
    return SimulatedIdentities(SIMULATED, clock, phone_url=phone_url)


@asynccontextmanager
async def _served(
    platform: SimulatedPlatform | None, identities: SimulatedIdentities | None
) -> AsyncIterator[tuple[uvicorn.Server, str]]:
    """Serve what is simulated in this event loop; yield the server and its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        routes = []
        if identities is not None:
            identities.url = url + _IDENTITIES
            routes.append(Mount(_IDENTITIES, identities.app))
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


def reachable_from(address: str, *, lan: bool) -> str:
    """Return how phones reach an address of this machine: on the local network with `lan`, else as it is."""
    if not lan:
        return address
    # Connecting a datagram socket sends nothing: it only asks the routing table which of our addresses would be used.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            host = str(probe.getsockname()[0])
        except OSError:
            host = "127.0.0.1"
    return address.replace("127.0.0.1", host)
