"""The desk's interface over HTTP: who gets in, and that neither listener knows the other's operations."""

from __future__ import annotations

import asyncio
import json
import secrets
from dataclasses import replace
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from kiosk.backend.app import create_app
from kiosk.backend.context import Context
from kiosk.backend.http.desk.app import create_desk_app
from kiosk.backend.payments.wakeups import Wakeups
from kiosk.backend.proof import phone_entries
from kiosk.backend.store.database import Database
from kiosk.backend.terminals import enrolment
from kiosk.contract.desk.headers import DESK_TERMINAL
from kiosk.contract.desk.problems import DeskProblem, desk_kind
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.phone_entries import EntryField
from kiosk.contract.problems import Problem, ProblemKind
from tests.backend.owner_rows import add_owner, bind
from tests.backend.payment_stage import SETTINGS
from tests.backend.staff_stage import PASSWORD, StaffStage, make_staff_stage
from tests.backend.vehicles.test_claims import CAR, claim, plates
from tests.clock import ManualClock


@pytest.fixture
def office(database: Database) -> StaffStage:
    return make_staff_stage(database, ManualClock())


def ask(app: Any, path: str, body: Any, method: str = "POST", **headers: str) -> httpx.Response:
    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            return await client.request(method, path, json=body, headers=sent)

    return asyncio.run(asked())


def sign_in(app: Any, office: StaffStage, name: str) -> dict[str, str]:
    """Return the headers of somebody who has signed in."""
    wish = {"name": name, "password": PASSWORD, "code": office.digits(name), "counter": "松山 3 號窗口"}
    answer = ask(app, "/desk/v1/session", wish, **{DESK_TERMINAL: office.desk_key})
    assert answer.status_code == 200, answer.text
    return {DESK_TERMINAL: office.desk_key, "Authorization": f"Bearer {answer.json()['token']}"}


def test_a_desk_that_asks_whether_its_backend_is_there_fills_no_log(office: StaffStage) -> None:
    app = create_desk_app(office.context)
    with capture_logs() as lines:
        probe, wrong = (ask(app, path, None, "GET") for path in ("/readyz", "/nothing"))
    assert (probe.status_code, wrong.status_code) == (404, 404)
    assert len([line for line in lines if line["event"] == "request"]) == 1


def test_a_clerk_signs_in_searches_opens_a_case_and_signs_out(office: StaffStage) -> None:
    app = create_desk_app(office.context)
    number = office.payments.ticket()
    headers = sign_in(app, office, office.hire("lin.yl", StaffRole.CLERK))
    case = ask(app, "/desk/v1/cases/open", {"topic": "paid-still-shown"}, **headers).json()["number"]
    found = ask(app, "/desk/v1/search", {"text": number, "case": case}, **headers).json()
    assert [hit["title"] for hit in found["hits"]] == [number]
    vehicle = {"plate": "BKZ-5937", "type": "car"}
    assert len(ask(app, "/desk/v1/vehicle", {"vehicle": vehicle, "case": case}, **headers).json()["bills"]) == 1
    assert [one["number"] for one in ask(app, "/desk/v1/cases", {}, **headers).json()["cases"]] == [case]
    closed = ask(app, "/desk/v1/cases/close", {"case": case, "outcome": "explained"}, **headers)
    assert closed.json()["state"] == "closed"
    again = ask(app, "/desk/v1/search", {"text": number, "case": case}, **headers)
    assert desk_kind(Problem.model_validate(again.json())) is DeskProblem.CASE_NEEDED
    assert ask(app, "/desk/v1/session/end", {}, **headers).status_code == 204
    assert (
        Problem.model_validate(ask(app, "/desk/v1/session/now", {}, **headers).json()).kind is ProblemKind.SESSION_OVER
    )


def test_without_the_desks_own_key_or_with_another_a_token_is_worth_nothing(office: StaffStage) -> None:
    app = create_desk_app(office.context)
    headers = sign_in(app, office, office.hire("lin.yl", StaffRole.CLERK))
    wanted = {"": 401, secrets.token_urlsafe(32): 403, "short": 401}
    for key, status in wanted.items():
        assert ask(app, "/desk/v1/session/now", {}, **{**headers, DESK_TERMINAL: key}).status_code == status
    assert ask(app, "/desk/v1/session/now", {}, **{DESK_TERMINAL: office.desk_key}).status_code == 401
    assert ask(app, "/desk/v1/session/now", {}, **headers).status_code == 200


def shut_out_the_stages_terminals(office: StaffStage) -> None:
    """Let no one see those of the stage, whose ids are none on the wire."""
    for id in ("kiosk-1", "kiosk-2"):
        office.context.database.run(lambda connection, id=id: enrolment.shut_out(connection, id, office.clock.now()))  # type: ignore[misc]


@pytest.mark.variants(keep=2)
@pytest.mark.parametrize("role", StaffRole)
def test_no_operation_answers_a_role_that_has_no_permission_and_none_ends_in_a_fault(
    office: StaffStage, role: StaffRole
) -> None:
    app = create_desk_app(office.context)
    shut_out_the_stages_terminals(office)
    headers = sign_in(app, office, office.hire("lin.yl", role))
    bodies = {
        "search": {"text": "BKZ-5937"},
        "vehicle": {"vehicle": {"plate": "BKZ-5937", "type": "car"}},
        "ticket": {"number": "Q7158601D030025"},
        "payment": {"id": 32 * "0"},
        "payment/ask": {"id": 32 * "0", "case": "D2611230000"},
        "payment/refund": {"payment": 32 * "0", "ground": "wrong-ticket", "seen": 48, "case": "D2611230000"},
        "number": {"mobile": "0912345678"},
        "support-code": {"code": "S-7ZK3M0W"},
        "claim": {"number": "C2611237ZK3M"},
        "terminals": {},
        "terminals/hour": {
            "terminal": 32 * "0",
            "since": "2026-11-23T01:00:00Z",
            "reason": "took-money",
            "case": "D2611230000",
        },
        "terminals/report": {"terminal": 32 * "0", "reason": "took-money", "case": "D2611230000"},
        "reveal": {"case": "D2611230000", "person": 32 * "0", "field": "name", "reason": "call-back"},
        "cases": {},
        "cases/open": {},
        "cases/see": {"number": "D2611230000"},
        "cases/close": {"case": "D2611230000", "outcome": "left"},
        "cases/proof": {"case": "D2611230000", "proof": "taipei-pass"},
        "claim/settle": {"case": "D2611230000", "number": "C2611237ZK3M", "grant": True},
        "claim/ask": {"case": "D2611230000", "number": "C2611237ZK3M", "grant": True, "reason": "papers-seen"},
        "claim/undo": {"case": "D2611230000", "number": "C2611237ZK3M"},
        "claim/undo/ask": {"case": "D2611230000", "number": "C2611237ZK3M", "reason": "our-mistake"},
        "objection/open": {"ticket": "Q7158601D030025", "reason": "other", "case": "D2611230000"},
        "objection/take-back": {"ticket": "Q7158601D030025", "case": "D2611230000"},
        "objection/inquire": {"ticket": "Q7158601D030025", "asked": "開單照片", "case": "D2611230000"},
        "objection/reject": {"ticket": "Q7158601D030025", "objection": 32 * "0", "case": "D2611230000"},
        "objection/reject/ask": {
            "ticket": "Q7158601D030025",
            "objection": 32 * "0",
            "case": "D2611230000",
            "reason": "person-asks",
        },
        "objection/uphold/ask": {
            "ticket": "Q7158601D030025",
            "objection": 32 * "0",
            "case": "D2611230000",
            "reason": "our-mistake",
        },
        "number/readmit": {"mobile": "0912345678", "case": "D2611230000"},
        "number/readmit/ask": {"mobile": "0912345678", "case": "D2611230000", "reason": "papers-seen"},
        "vehicle/new-number": {
            "case": "D2611230000",
            "vehicle": CAR.model_dump(mode="json"),
            "mobile": "0912345678",
            "reason": "papers-seen",
        },
        "new-number/stop": {"case": "D2611230000", "id": 32 * "0"},
        "approvals/see": {"id": 32 * "0"},
        "approvals/decide": {"id": 32 * "0", "approve": True},
        "approvals/execute": {"id": 32 * "0"},
        "approvals": {},
        "figures": {},
        "day-close": {"day": "2026-11-22"},
        "differences": {},
        "differences/see": {"number": 1},
        "differences/take": {"number": 1, "seen": None},
        "differences/close": {"number": 1, "outcome": "explained"},
    }
    paths = {path.removeprefix("/desk/v1/") for path in app.openapi()["paths"]}
    assert paths == {*bodies, "session", "session/now", "session/confirm", "session/end"}
    for path, body in bodies.items():
        answer = ask(app, f"/desk/v1/{path}", body, **headers)
        problem = None if answer.status_code == 200 else desk_kind(Problem.model_validate(answer.json()))
        serves = role in (StaffRole.CLERK, StaffRole.SENIOR, StaffRole.FINANCE, StaffRole.VIEWER)
        sees = {StaffRole.OPERATOR: {"figures"}, StaffRole.AUDITOR: {"differences", "differences/see", "day-close"}}
        if not serves and not path.startswith("approvals") and path not in sees[role]:
            assert problem is DeskProblem.NOT_PERMITTED, path
        assert answer.status_code < 500, path


def test_neither_listener_knows_an_operation_of_the_other(office: StaffStage, database: Database) -> None:
    desk = create_desk_app(office.context)
    public = create_app(SETTINGS, context=office.context, watch=Wakeups(database))
    assert not [path for path in public.openapi()["paths"] if "desk" in path]
    assert "desk" not in json.dumps(public.openapi()).lower()
    assert all(path.startswith("/desk/v1/") for path in desk.openapi()["paths"])
    assert ask(public, "/desk/v1/session", {}).status_code == 404
    assert ask(desk, "/v1/bills/search", {"vehicles": []}).status_code == 404


@pytest.mark.parametrize("text", ["\u202e", "x" * 201, "", "\x1b[31m"])
def test_what_cannot_be_searched_for_is_refused_without_being_quoted(office: StaffStage, text: str) -> None:
    app = create_desk_app(office.context)
    headers = sign_in(app, office, office.hire("lin.yl", StaffRole.CLERK))
    answer = ask(app, "/desk/v1/search", {"text": text}, **headers)
    assert answer.status_code == 422
    assert Problem.model_validate(answer.json()).kind is ProblemKind.INVALID
    assert not text.strip() or text not in answer.text


def with_another_secret(context: Context) -> Context:
    return replace(context, terms=replace(context.terms, seal_key=secrets.token_bytes(32)))


def test_a_backend_with_another_secret_says_so_to_who_has_the_password_and_to_no_one_else(office: StaffStage) -> None:
    app = create_desk_app(with_another_secret(office.context))
    office.hire("lin.yl", StaffRole.CLERK)
    wish = {"name": "lin.yl", "password": PASSWORD, "code": office.digits("lin.yl"), "counter": ""}
    answer = ask(app, "/desk/v1/session", wish, **{DESK_TERMINAL: office.desk_key})
    assert (answer.status_code, desk_kind(Problem.model_validate(answer.json()))) == (409, DeskProblem.SECRET_CHANGED)
    wrong = ask(app, "/desk/v1/session", {**wish, "password": "another"}, **{DESK_TERMINAL: office.desk_key})
    assert Problem.model_validate(wrong.json()).kind is ProblemKind.SIGN_IN_REFUSED
    assert office.rows() == [
        ("lin.yl", "session.begin", "refused:secret-changed"),
        ("lin.yl", "session.begin", "refused:sign-in-refused"),
    ]


def test_somebody_who_is_signed_in_is_informed_too(office: StaffStage) -> None:
    headers = sign_in(create_desk_app(office.context), office, office.hire("lin.yl", StaffRole.CLERK))
    app = create_desk_app(with_another_secret(office.context))
    answer = ask(app, "/desk/v1/session/confirm", {"code": "000000"}, **headers)
    assert desk_kind(Problem.model_validate(answer.json())) is DeskProblem.SECRET_CHANGED
    assert office.rows()[-1] == ("lin.yl", "session.confirm", "failed:SealBrokenError")


def test_what_a_telephone_typed_under_another_secret_is_gone_for_its_terminal(
    office: StaffStage, database: Database
) -> None:
    context = office.context
    terminal, token = database.run(lambda connection: enrolment.add(connection, "kiosk 1", office.clock.now()))
    entry = phone_entries.begin(context, terminal, EntryField.NAME)
    phone_entries.give(context, str(entry.link).rpartition("/")[2], "王小明")
    public = create_app(SETTINGS, context=with_another_secret(context), watch=Wakeups(database))
    answer = ask(public, f"/v1/phone-entries/{entry.id}", None, "GET", Authorization=f"Bearer {token}")
    assert (answer.status_code, Problem.model_validate(answer.json()).kind) == (404, ProblemKind.NOT_FOUND)


def test_one_asks_whose_a_vehicle_is_and_another_decides_over_the_wire(office: StaffStage, database: Database) -> None:
    app = create_desk_app(office.context)
    holder, claimant = add_owner(database), add_owner(database)
    bind(database, holder, CAR)
    number = claim(database, claimant).number
    clerk = sign_in(app, office, office.hire("lin.yl", StaffRole.CLERK))
    senior = sign_in(app, office, office.hire("wu.mh", StaffRole.SENIOR))
    case = ask(app, "/desk/v1/cases/open", {"topic": "vehicle-bound-by-other"}, **clerk).json()["number"]
    wish = {"case": case, "number": number, "grant": True, "reason": "papers-seen"}
    needed = ask(app, "/desk/v1/claim/ask", wish, **clerk)
    assert desk_kind(Problem.model_validate(needed.json())) is DeskProblem.PROOF_NEEDED
    proof = ask(app, "/desk/v1/cases/proof", {"case": case, "proof": "id-and-licence"}, **clerk)
    assert proof.json()["proofs"] == ["id-and-licence"]
    request = ask(app, "/desk/v1/claim/ask", wish, **clerk).json()
    own = ask(app, "/desk/v1/approvals/decide", {"id": request["id"], "approve": True}, **clerk)
    assert desk_kind(Problem.model_validate(own.json())) is DeskProblem.NOT_PERMITTED
    (waiting,) = ask(app, "/desk/v1/approvals", {}, **senior).json()["approvals"]
    assert (waiting["arguments"], waiting["own"]) == ({"number": number}, False)
    done = ask(app, "/desk/v1/approvals/decide", {"id": request["id"], "approve": True}, **senior).json()
    assert (done["state"], done["decided_by"]) == ("executed", "林wu.mh玲")
    assert plates(database, claimant) == [CAR.plate]
