"""Alive, ready, and the figures. None of them tells a version."""

from __future__ import annotations

from fastapi import APIRouter, Response
from sqlalchemy import func, select

from kiosk.backend.http.metrics import Metrics
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.store.database import Database
from kiosk.backend.store.tables import outbox


def router(database: Database, metrics: Metrics) -> APIRouter:
    """Return the routes that supervisors and balancers ask."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/healthz")
    async def healthz() -> dict[str, str]:
        """Tell that the process answers."""
        return {"status": "alive"}

    @routes.get("/readyz")
    async def readyz() -> dict[str, str]:
        """Tell that the database takes a write; otherwise answer `busy`."""
        await in_unit_of_work(lambda: database.run(lambda connection: connection.scalar(select(1))))
        return {"status": "ready"}

    @routes.get("/metrics")
    async def figures() -> Response:
        def waiting() -> int:
            with database.read() as connection:
                found = connection.scalar(select(func.count()).select_from(outbox).where(outbox.c.done_at.is_(None)))
            return int(found or 0)

        metrics.outbox.set(await in_unit_of_work(waiting))
        return Response(metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")

    return routes
