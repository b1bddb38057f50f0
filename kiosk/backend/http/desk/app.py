"""The desk's application."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import FastAPI

from kiosk.backend.context import Context
from kiosk.backend.http.desk import money, objections, openapi, routes, terminals, two_people
from kiosk.backend.http.middleware import guard
from kiosk.backend.http.problems import Reported, answer_with_problems
from kiosk.backend.support.records import Failure
from kiosk.contract.desk.problems import DeskProblem

_LONGEST_ROUTE = 80


def create_desk_app(context: Context, keep_failure: Callable[[Failure], None] = lambda _: None) -> FastAPI:
    """Return the application over a context that is ready to be used; `keep_failure` as for the terminals'."""
    app = FastAPI(
        title="Parking desk",
        version=openapi.VERSION,
        description="What the office's staff see. Problems are RFC 9457; money is whole New Taiwan dollars.",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.context = context
    for room in (routes, terminals, money, two_people, objections):
        for router in room.ROUTERS:
            app.include_router(router(context))
    answer_with_problems(app, broken_seal=DeskProblem.SECRET_CHANGED)
    openapi.describe(app)

    def failed(problem: Reported, route: str, terminal_id: str | None) -> None:
        keep_failure(
            Failure(problem.code, context.clock.now(), terminal_id, route[:_LONGEST_ROUTE], problem.kind.value)
        )

    guard(app, failed)
    return app
