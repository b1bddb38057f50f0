"""The backend as an ASGI application: put together here, started in `kiosk.backend.serve`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from fastapi import FastAPI

from kiosk import __version__
from kiosk.backend.adapters.wakeups import Wakeups
from kiosk.backend.http import (
    auth,
    bills,
    health,
    openapi,
    payer_page,
    payment_events,
    payments,
    problems,
    provider_messages,
    service,
    threads,
)
from kiosk.backend.http.metrics import Metrics
from kiosk.backend.http.middleware import Edge
from kiosk.backend.services.devices import Recognition
from kiosk.backend.services.till import Till
from kiosk.contract.service import TrialVehicle
from kiosk.settings import BackendSettings


def create_app(
    settings: BackendSettings, till: Till, wakeups: Wakeups, *, trials: Sequence[TrialVehicle] = ()
) -> FastAPI:
    """Return the application. It starts nothing but its own threads' limit: the worker is the server's."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        threads.at_most(settings.threads)
        yield

    app = FastAPI(
        title="Parking kiosk",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
    )
    metrics = Metrics()
    device = auth.device_dependency(Recognition(till.database, till.clock))
    app.include_router(bills.router(till.ports.bills, till.clock, device))
    app.include_router(payments.router(till, device))
    app.include_router(payment_events.router(till, wakeups, device))
    app.include_router(service.router(settings, trials, till.clock, device))
    app.include_router(provider_messages.router(till))
    app.include_router(payer_page.router(till))
    app.include_router(health.router(till.database, metrics))
    problems.install(app)
    openapi.describe(app)
    app.add_middleware(Edge, clock=till.clock, metrics=metrics)
    return app
