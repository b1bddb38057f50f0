"""The figures for the office's monitor, on a socket of their own: at the terminals' port they would be anybody's."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kiosk.backend.context import Context
from kiosk.backend.http.threads import all_pools
from kiosk.backend.messages.port import Trouble
from kiosk.backend.metrics import (
    CONNECTION_LIMIT,
    CONNECTIONS,
    DATABASE_ERRORS,
    MAIL_TROUBLE,
    PAYMENTS,
    REGISTRY,
    TEXT_TROUBLE,
    THREADS,
    THREADS_USED,
    WAITING,
    WORKER_WORKING,
)
from kiosk.backend.store.database import ERRORS
from kiosk.domain.payment import PaymentState


def monitored(context: Context, working: Callable[[], bool]) -> Starlette:
    """Return an application with nothing but `GET /metrics`, in Prometheus' text format.

    `working` says whether the outbox is being worked on.
    """
    begin(context)

    async def metrics(_: Request) -> Response:
        return Response(figures(context, working), media_type=CONTENT_TYPE_LATEST)

    return Starlette(routes=[Route("/metrics", metrics)])


def begin(context: Context) -> None:
    """Have what alerts compare there from the start, at nought: what appears with its first event has not increased."""
    for provider in context.terms.providers.by_code:
        for state in PaymentState:
            PAYMENTS.labels(provider, state.value)
    for meaning in ERRORS:
        DATABASE_ERRORS.labels(meaning)
    for trouble in Trouble:
        MAIL_TROUBLE.labels(trouble.value)
        for gateway in context.ports.gateways:
            TEXT_TROUBLE.labels(gateway.name, trouble.value)


def figures(context: Context, working: Callable[[], bool]) -> bytes:
    """Return all figures as they are now."""
    for pool, (in_use, most) in context.database.connections().items():
        CONNECTIONS.labels(pool).set(in_use)
        CONNECTION_LIMIT.labels(pool).set(most)
    WORKER_WORKING.set(working())
    for threads in all_pools():
        THREADS.labels(threads.name).set(threads.threads)
        THREADS_USED.labels(threads.name).set(threads.used)
        WAITING.labels(threads.name).set(threads.waiting)
    return generate_latest(REGISTRY)
