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
from kiosk.backend.metrics import (
    CONNECTION_LIMIT,
    CONNECTIONS,
    REGISTRY,
    THREADS,
    THREADS_USED,
    WAITING,
    WORKER_WORKING,
)


def monitored(context: Context, working: Callable[[], bool]) -> Starlette:
    """Return an application with nothing but `GET /metrics`, in Prometheus' text format.

    `working` says whether the outbox is being worked on.
    """

    async def metrics(_: Request) -> Response:
        return Response(figures(context, working), media_type=CONTENT_TYPE_LATEST)

    return Starlette(routes=[Route("/metrics", metrics)])


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
