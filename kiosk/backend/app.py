"""The backend as a web application: routes and what stands around them. What they do is in the subjects' rooms."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI

from kiosk.backend.context import Context
from kiosk.backend.http import (
    articles,
    bills,
    cities,
    city_payments,
    code_flows,
    demo_phone,
    enrolments,
    entry_page,
    guests,
    health,
    identities,
    number_page,
    offer_page,
    owner,
    owner_records,
    passes,
    password_resets,
    payer_page,
    payment_events,
    payments,
    phone_entries,
    phone_sign_in,
    provider_messages,
    registrations,
    routers,
    service,
    sessions,
    sheet_page,
    sheets,
    text_receipts,
    vehicles,
)
from kiosk.backend.http import reports as reporting
from kiosk.backend.http.middleware import guard
from kiosk.backend.http.openapi import VERSION, describe
from kiosk.backend.http.outside import parties
from kiosk.backend.http.payment_events import StreamTiming
from kiosk.backend.http.principal import Entrance, check, principal
from kiosk.backend.http.problems import Reported, answer_with_problems
from kiosk.backend.http.threads import threads
from kiosk.backend.payments.signals import PaymentWatch
from kiosk.backend.support.records import Failure
from kiosk.backend.terminals.recognition import Recognition
from kiosk.backend.terminals.reports import Reports
from kiosk.backend.terminals.sightings import Sightings
from kiosk.settings import BackendSettings

_LONGEST_ROUTE = 80

_ROOMS = (
    payments,
    passes,
    sheets,
    cities,
    city_payments,
    articles,
    guests,
    enrolments,
    code_flows,
    registrations,
    phone_entries,
    phone_sign_in,
    sessions,
    password_resets,
    owner,
    owner_records,
    vehicles,
    identities,
    payer_page,
    entry_page,
    offer_page,
    number_page,
    sheet_page,
    provider_messages,
    text_receipts,
)
"""Those whose routes need nothing but the context: what is asked most often first."""


def create_app(
    settings: BackendSettings,
    *,
    context: Context,
    watch: PaymentWatch,
    working: Callable[[], bool] = lambda: True,
    alive: Callable[[], bool] = lambda: True,
    timing: StreamTiming | None = None,
    own_terminals: Mapping[str, str] | None = None,
    sightings: Sightings | None = None,
    reports: Reports | None = None,
    keep_failure: Callable[[Failure], None] = lambda _: None,
) -> FastAPI:
    """Return the application over a context that is ready to be used.

    `working` tells the readiness probe whether the outbox is being worked on, `alive` tells the other one whether all
    threads live. `own_terminals` are let in without standing in the database: the hash of a token, and a
    device's id. Which terminals ask is noted in `sightings`, and what they say of themselves in
    `reports`, for the worker to keep. `keep_failure` is given what went wrong here, by its support code.
    """

    @asynccontextmanager
    async def running(_app: FastAPI) -> AsyncIterator[None]:
        # SQLite's look-ups do not wait for anything: more than one thread of them would only fight for the interpreter.
        queries = 1 if context.database.is_sqlite else settings.threads
        async with threads(units=settings.threads, queries=queries, outside=parties(context)):
            yield

    app = FastAPI(
        title="Parking kiosk",
        version=VERSION,
        description="What vehicles owe, and how it is paid. Problems are RFC 9457; money is whole New Taiwan dollars.",
        lifespan=running,
        dependencies=[Depends(principal)],
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        # Its collector would get the paths that were requested, and a payer's link is one.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    recognition = Recognition(context.database, context.clock, own=own_terminals)
    seen = sightings or Sightings()

    def note(terminal_id: str, agent: str) -> None:
        seen.note(terminal_id, context.clock.now(), agent)

    app.state.entrance = Entrance(context, recognition, note)
    # The look-up first, then the reports: routes are tried in order, and these are asked all day.
    bills.add_to(app.router, context)
    reporting.add_to(app.router, settings, context, reports or Reports(context.clock), recognition)
    routers.add(app, payment_events.router(context, watch, timing=timing))
    for room in _ROOMS:
        routers.add(app, room.router(context))
    routers.add(app, service.router(settings, context))
    if settings.demo:
        routers.add(app, demo_phone.router(context))
    routers.add(app, health.router(settings, context, working, alive))
    check(app)
    answer_with_problems(app)
    describe(app)

    def failed(problem: Reported, route: str, terminal_id: str | None) -> None:
        keep_failure(
            Failure(problem.code, context.clock.now(), terminal_id, route[:_LONGEST_ROUTE], problem.kind.value)
        )

    guard(app, failed)
    return app
