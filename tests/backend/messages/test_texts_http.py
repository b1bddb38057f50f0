"""Codes and messages as terminals, gateways and the demo's phone see them: over HTTP, with everything at work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from kiosk.backend.messages.tables import text_messages
from kiosk.backend.proof import codes
from kiosk.backend.proof.codes import Flow
from kiosk.clock import ShiftedClock
from kiosk.contract.codes import CodeSent, DeliveryState
from kiosk.contract.phone import PhoneMessages
from kiosk.contract.problems import ProblemKind
from kiosk.domain.one_time_code import CodePurpose
from tests.backend.caller import Answer, Caller
from tests.backend.code_stage import MOBILE, OTHER
from tests.backend.loopback import LoopbackServer
from tests.backend.sms_companies import PASSWORD, USER, MitakeCompany
from tests.clock import START
from tests.live_backend import LiveBackend
from tests.patience import wait_until

NEIGHBOUR = "canary-token-of-another-kiosk-00000000000000"
NO_FLOW = "0" * 32


def begin(backend: LiveBackend, mobile: str, *, silent: bool = False) -> CodeSent:
    """Begin a flow as a use case of the backend does."""
    return backend.database.run(
        lambda connection: codes.begin(
            connection,
            backend.context,
            purpose=CodePurpose.REGISTER,
            terminal_id=backend.terminal_id,
            mobile=mobile,
            silent=silent,
            now=backend.clock.now(),
        )
    )


def phone(kiosk: Caller) -> PhoneMessages:
    return PhoneMessages.model_validate_json(kiosk.call("GET", "/v1/demo/phone").body)


@pytest.fixture
def kiosk(backend: LiveBackend) -> Iterator[Caller]:
    with Caller(backend) as kiosk:
        yield kiosk


def test_in_the_demo_a_code_arrives_on_the_phone_of_the_device_that_asked_and_opens(
    backend: LiveBackend, kiosk: Caller
) -> None:
    sent = begin(backend, MOBILE)
    wait_until(lambda: phone(kiosk).messages)
    (message,) = phone(kiosk).messages
    assert message.to == "0912-***-678"
    found = re.search(r"驗證碼為([0-9]{5})，", message.text)
    assert found is not None
    backend.enrol("another", NEIGHBOUR)
    with Caller(backend, NEIGHBOUR) as neighbour:
        assert phone(neighbour).messages == ()
    opened = backend.database.run(
        lambda connection: codes.spend(
            connection,
            backend.context,
            flow_id=sent.id,
            purpose=sent.purpose,
            terminal_id=backend.terminal_id,
            typed=found[1],
            now=backend.clock.now(),
        )
    )
    assert isinstance(opened, Flow)
    assert kiosk.call("GET", f"/v1/code-flows/{sent.id}").problem is ProblemKind.FLOW_OVER


def test_another_code_goes_to_another_number_at_once_and_to_the_same_after_a_minute(
    backend: LiveBackend, kiosk: Caller
) -> None:
    sent = begin(backend, MOBILE)
    path = f"/v1/code-flows/{sent.id}"
    early = kiosk.call("POST", f"{path}/codes", {})
    assert (early.status, early.problem) == (403, ProblemKind.SEND_LATER)
    assert 0 < early.json["wait"] <= 60
    wait_until(
        lambda: phone(kiosk).messages
    )  # in the order of their arrival, which for two on their way at once is open
    moved = kiosk.call("POST", f"{path}/codes", {"mobile": OTHER})
    assert moved.status == 202
    assert CodeSent.model_validate_json(moved.body).mobile == "0987-***-321"
    wait_until(lambda: len(phone(kiosk).messages) == 2)
    # Newest last.
    assert [message.to for message in phone(kiosk).messages] == ["0912-***-678", "0987-***-321"]
    state = DeliveryState.model_validate_json(kiosk.call("GET", path).body)
    assert not state.delayed
    assert 0 < state.expires_in <= 300
    assert 0 < state.resend_in <= 60


def test_a_flow_is_not_there_for_another_device(backend: LiveBackend, kiosk: Caller) -> None:
    sent = begin(backend, MOBILE)
    backend.enrol("another", NEIGHBOUR)
    with Caller(backend, NEIGHBOUR) as neighbour:
        answers: list[Answer] = [
            neighbour.call("GET", f"/v1/code-flows/{sent.id}"),
            neighbour.call("POST", f"/v1/code-flows/{sent.id}/codes", {}),
            kiosk.call("GET", f"/v1/code-flows/{NO_FLOW}"),
            kiosk.call("POST", f"/v1/code-flows/{NO_FLOW}/codes", {}),
        ]
    assert [answer.problem for answer in answers] == [ProblemKind.NOT_FOUND] * 4
    bodies = [{**answer.json, "instance": None, "support": None} for answer in answers]
    # Nothing tells one that is not there from one that is somebody else's.
    assert bodies[:2] == bodies[2:]


def test_a_number_that_is_none_is_refused_and_not_repeated(backend: LiveBackend, kiosk: Caller) -> None:
    sent = begin(backend, MOBILE)
    for mobile in ("912345678", "0212345678", "09123456789", "０９１２３４５６７８"):
        answer = kiosk.call("POST", f"/v1/code-flows/{sent.id}/codes", {"mobile": mobile})
        assert answer.problem is ProblemKind.INVALID
        assert mobile not in answer.body.decode()


@dataclass
class Office:
    """A backend whose messages go through Mitake."""

    backend: LiveBackend
    company: MitakeCompany


@pytest.fixture
def office(sqlite_demo_url: str) -> Iterator[Office]:
    company = MitakeCompany()
    with LoopbackServer(company.app) as server:
        account: dict[str, Any] = {
            "mitake_url": f"{server.url}/api/mtk",
            "mitake_user": USER,
            "mitake_password": SecretStr(PASSWORD),
        }
        with LiveBackend(sqlite_demo_url, clock=ShiftedClock(START), text_gateways=("mitake",), **account) as backend:
            yield Office(backend, company)


def states(backend: LiveBackend) -> list[str]:
    with backend.database.read() as connection:
        return list(connection.scalars(select(text_messages.c.state)))


def test_a_gateway_tells_what_became_of_a_message_at_an_address_that_no_one_else_knows(office: Office) -> None:
    begin(office.backend, MOBILE)
    wait_until(lambda: states(office.backend) == ["taken"])
    (form,) = office.company.sent
    address = form["response"].removeprefix(office.backend.url)
    assert re.fullmatch(r"/v1/text-receipts/mitake/[0-9a-f]{40}", address)
    reported = "?msgid=%23000000001&dstaddr=0912345678&statuscode=4&statusstr=DELIVRD"
    with Caller(office.backend) as caller:

        def tell(path: str) -> Answer:
            return caller.call("GET", path, token=False)

        guessed = address[:-1] + ("0" if address[-1] != "0" else "1")
        assert tell(guessed + reported).problem is ProblemKind.NOT_FOUND
        assert tell(address.replace("mitake", "every8d") + reported).problem is ProblemKind.NOT_FOUND
        assert tell(address).problem is ProblemKind.INVALID
        assert tell(address + "?" + "&".join(f"f{n}=1" for n in range(40))).problem is ProblemKind.INVALID
        assert states(office.backend) == ["taken"]
        # Of a message that is not ours, and of one still under way: noted, and nothing changes.
        assert tell(address + reported.replace("001", "009")).status == 200
        assert tell(address + reported.replace("=4", "=1")).status == 200
        assert states(office.backend) == ["taken"]
        assert tell(address + reported).status == 200
        assert states(office.backend) == ["delivered"]
        # It came, whatever is said later.
        assert tell(address + reported.replace("=4", "=8")).status == 200
        assert states(office.backend) == ["delivered"]
        form_reported = caller.call("POST", address, reported[1:].encode(), token=False)
        too_long = caller.call("POST", address, b"x" * 5000, token=False)
    assert (form_reported.status, too_long.problem) == (200, ProblemKind.TOO_LARGE)


@pytest.mark.long
def test_with_a_gateway_the_demos_phone_stays_silent_and_outside_the_demo_there_is_none(
    office: Office, sqlite_url: str
) -> None:
    begin(office.backend, MOBILE)
    wait_until(lambda: office.company.sent)
    with Caller(office.backend) as kiosk:
        assert phone(kiosk).messages == ()
    real: dict[str, Any] = {
        "demo": False,
        "provider_url": "http://127.0.0.1:9",
        "public_url": "https://parking.example.tw",
    }
    with LiveBackend(sqlite_url, clock=ShiftedClock(START), **real) as backend, Caller(backend) as kiosk:
        assert kiosk.call("GET", "/v1/demo/phone").problem is ProblemKind.NOT_FOUND
        assert backend.context.ports.gateways == ()
