"""The backend's parts in motion: application, worker, wake-ups, and in the demo the simulated platform."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr

from kiosk.backend.adapters.payment import simulator
from kiosk.backend.adapters.payment.simulator import SimulatedPlatform
from kiosk.backend.adapters.payment.smart_payment import SmartPayment
from kiosk.backend.adapters.tickets.local import LocalBills
from kiosk.backend.adapters.wakeups import Wakeups
from kiosk.backend.app import create_app
from kiosk.backend.demo import TRIAL_VEHICLES
from kiosk.backend.demo_source import DemoBills
from kiosk.backend.services import providers
from kiosk.backend.services.ports import BillSource, Ports
from kiosk.backend.services.till import Terms, Till
from kiosk.backend.store.database import Database
from kiosk.backend.worker import Worker
from kiosk.clock import Clock
from kiosk.settings import BackendSettings


@dataclass(frozen=True, slots=True)
class Assembly:
    """A backend that works; `app` is for a server to serve."""

    app: FastAPI
    till: Till
    wakeups: Wakeups
    worker: Worker
    platform: SimulatedPlatform | None


class QuietServer(uvicorn.Server):
    """A server beside another in one process: the signals are not its own."""

    def capture_signals(self) -> Any:
        return contextlib.nullcontext()


@asynccontextmanager
async def assembled(
    settings: BackendSettings, *, database: Database, clock: Clock, address: str
) -> AsyncIterator[Assembly]:
    """Yield a working backend that will be served at `address` (`http://127.0.0.1:8080`).

    In the demo, a simulated payment platform listens on a loopback port of its own, and the worker runs in here.
    """
    async with contextlib.AsyncExitStack() as stack:
        platform = None
        if settings.demo and not settings.provider_url:
            platform, url = await stack.enter_async_context(_platform(settings.provider_secret, clock))
            settings = settings.model_copy(update={"provider_url": url})
        if not settings.public_url:
            settings = settings.model_copy(update={"public_url": address})
        wakeups, woken = Wakeups(database), threading.Event()
        source: BillSource = LocalBills(database)
        ports = Ports(
            bills=DemoBills(source) if settings.demo else source,
            provider=SmartPayment(
                settings.provider_url,
                settings.provider_secret.get_secret_value().encode(),
                callback_url=address,
                clock=clock,
            ),
            signals=wakeups,
            wake=woken.set,
        )
        till = Till(database, clock, ports, Terms.of(settings))
        worker = Worker(till, woken)
        app = create_app(settings, till, wakeups, trials=TRIAL_VEHICLES if settings.demo else ())
        wakeups.start()
        worker.start()
        try:
            yield Assembly(app, till, wakeups, worker, platform)
        finally:
            wakeups.release()
            await asyncio.to_thread(worker.stop)
            await asyncio.to_thread(wakeups.stop)


@asynccontextmanager
async def _platform(secret: SecretStr, clock: Clock) -> AsyncIterator[tuple[SimulatedPlatform, str]]:
    platform = SimulatedPlatform(secret.get_secret_value().encode(), clock)
    for provider, behaviour in providers.simulated().items():
        platform.behave(provider, simulator.NAMED[behaviour])
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = QuietServer(uvicorn.Config(platform.app, log_config=None, access_log=False, lifespan="off"))
        serving = asyncio.create_task(server.serve([listening]))
        try:
            yield platform, f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            await asyncio.to_thread(platform.close)
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
