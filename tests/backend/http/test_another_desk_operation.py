"""An operation of the desk is its route and its line among the operations: both tables of safety know it from there."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import APIRouter
from sqlalchemy import select

from kiosk.backend.context import Context
from kiosk.backend.http.desk import money
from kiosk.backend.http.desk.app import create_desk_app
from kiosk.backend.http.desk.entrance import FromClerk
from kiosk.backend.http.desk.refusals import OF_A_SESSION, may
from kiosk.backend.http.json_routes import JsonRoute
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.staff import perform as performing
from kiosk.backend.staff.operations import OPERATIONS, Operation
from kiosk.backend.staff.perform import Arguments, perform
from kiosk.backend.staff.tables import audit
from kiosk.contract.desk.day_close import DayCloseWish
from kiosk.contract.desk.problems import DeskProblem, desk_kind
from kiosk.contract.desk.session import Permission, StaffRole
from kiosk.contract.problems import Problem
from tests.backend.http.test_desk import ask, office, sign_in  # noqa: F401  a fixture
from tests.backend.staff_stage import StaffStage

BERTHS = Operation("berths.see", Permission.DAY_CLOSE, frozenset({"berths"}))


def berths_router(context: Context) -> APIRouter:
    routes = APIRouter(tags=["figures"], route_class=JsonRoute)

    @routes.post(
        "/desk/v1/berths",
        operation_id="seeBerthsAtDesk",
        openapi_extra=may(*OF_A_SESSION, DeskProblem.NOT_PERMITTED),
    )
    async def see_berths_at_desk(asking: FromClerk, wish: DayCloseWish) -> dict[str, int]:
        return await in_unit_of_work(
            lambda: perform(context, asking.acting, "berths.see", Arguments(), lambda _: {"berths": 7})
        )

    return routes


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(money, "ROUTERS", (*money.ROUTERS, berths_router))
    monkeypatch.setattr(performing, "OPERATIONS", {**OPERATIONS, BERTHS.name: BERTHS})


def asked(office: StaffStage, app: Any, name: str, role: StaffRole) -> Any:  # noqa: F811
    headers = sign_in(app, office, office.hire(name, role))
    return ask(app, "/desk/v1/berths", {"day": "2026-11-22"}, **headers)


@pytest.mark.usefixtures("added")
def test_it_serves_those_who_may_and_stands_in_the_audit_and_in_the_description(office: StaffStage) -> None:  # noqa: F811
    app = create_desk_app(office.context)
    assert asked(office, app, "finance", StaffRole.FINANCE).json() == {"berths": 7}
    refused = asked(office, app, "lin.yl", StaffRole.CLERK)
    assert desk_kind(Problem.model_validate(refused.json())) is DeskProblem.NOT_PERMITTED
    with office.context.database.read() as connection:
        rows = connection.execute(
            select(audit.c.outcome, audit.c.fields).where(audit.c.operation == BERTHS.name).order_by(audit.c.number)
        ).all()
    assert [tuple(row) for row in rows] == [("done", "berths"), ("refused:not-permitted", "")]
    described = app.openapi()["paths"]["/desk/v1/berths"]["post"]
    assert "not-permitted" in described["responses"]["403"]["description"]
    assert not [name for name in described if name.startswith("x-")]


def test_a_route_that_does_not_say_what_it_may_be_refused_with_cannot_be_described(
    office: StaffStage,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    silent = APIRouter(route_class=JsonRoute)

    @silent.post("/desk/v1/silent", operation_id="seeSilenceAtDesk")
    async def see_silence_at_desk(asking: FromClerk) -> None: ...

    monkeypatch.setattr(money, "ROUTERS", (lambda _: silent,))
    with pytest.raises(KeyError):
        create_desk_app(office.context).openapi()
