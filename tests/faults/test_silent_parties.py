"""A party outside that does not answer, asked two hundred times at once: everything else goes on, over real HTTP."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any, cast

import httpx
import pytest
import urllib3
from pydantic import SecretStr
from sqlalchemy import Connection

from kiosk.backend.bills import local_register
from kiosk.backend.domain.text_message import TextKind
from kiosk.backend.ground.under_way import CODES_AT_ONCE
from kiosk.backend.http.outside import IDENTITY, REGISTER
from kiosk.backend.identities.oidc.device_flow import Client, DeviceFlow
from kiosk.backend.identities.port import IdentityIssuer
from kiosk.backend.messages import texts
from kiosk.backend.messages.sms import mitake
from kiosk.backend.registers.port import Asked, SourceUnavailableError
from kiosk.contract.problems import BASE, ProblemKind
from kiosk.contract.wire import Vehicle
from tests.backend.caller import THREE_TICKETS, Caller
from tests.backend.loopback import LoopbackServer
from tests.backend.sms_companies import PASSWORD, USER, Every8dCompany
from tests.live_backend import LiveBackend
from tests.patience import PATIENCE, wait_until
from tests.silent_party import SilentParty

TOGETHER = 200

Asks = Callable[[httpx.AsyncClient], Awaitable[httpx.Response]]


class OverHttp:
    """A register that is asked over HTTP, as patiently as no adapter of ours would."""

    party = "city"

    def __init__(self, url: str) -> None:
        self._url = url

    def ask(self, vehicles: Sequence[Vehicle]) -> Asked:
        self._ask()
        return Asked(())

    def find(self, number: str) -> None:
        self._ask()

    def withdraw(self, connection: Connection, vehicle: Vehicle, number: str) -> None:
        self._ask()

    def _ask(self) -> None:
        try:
            urllib3.request("GET", self._url, retries=False, timeout=PATIENCE)
        except urllib3.exceptions.HTTPError:
            raise SourceUnavailableError from None


@pytest.fixture
def silent() -> Iterator[SilentParty]:
    with SilentParty() as party:
        yield party


@pytest.fixture
def backend(sqlite_demo_url: str) -> Iterator[LiveBackend]:
    with LiveBackend(sqlite_demo_url) as served:
        yield served


def figure(backend: LiveBackend, name: str, pool: str) -> float:
    found = re.search(rf'^kiosk_work_{name}{{lane="{pool}"}} (\S+)$', backend.figures(), re.MULTILINE)
    assert found is not None, (name, pool)
    return float(found[1])


def all_at_once(backend: LiveBackend, ask: Asks, meanwhile: Callable[[], None]) -> list[httpx.Response]:
    """Ask two hundred times at once; return the answers. `meanwhile` is called while some of them are held up."""

    async def asked() -> list[httpx.Response]:
        headers = {"Authorization": f"Bearer {backend.token}"}
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(
            base_url=backend.url, headers=headers, limits=limits, timeout=4 * PATIENCE, trust_env=False
        ) as client:
            asking = [asyncio.create_task(_awaited(ask(client))) for _ in range(TOGETHER)]
            await asyncio.to_thread(meanwhile)
            return list(await asyncio.gather(*asking))

    return asyncio.run(asked())


async def _awaited(answer: Awaitable[httpx.Response]) -> httpx.Response:
    return await answer


def everything_else_goes_on(backend: LiveBackend, *, look_ups: bool = True, providers: Sequence[str]) -> None:
    """Ask for what has nothing to do with the silent party, as a terminal that has not been here lately."""
    backend.enrol("another kiosk", "t" * 43)
    with Caller(backend, "t" * 43) as kiosk:
        assert kiosk.call("GET", "/readyz", token=False).status == 200
        assert kiosk.call("GET", "/v1/service").status == 200
        if look_ups:
            payment = kiosk.pay()
            assert kiosk.call("GET", f"/v1/payments/{payment['id']}").status == 200
        for provider in providers:
            assert kiosk.call("POST", "/v1/phone-sign-ins", {"provider": provider}).status == 201


def kinds(answers: Sequence[httpx.Response]) -> set[ProblemKind]:
    return {ProblemKind(answer.json()["type"].removeprefix(BASE)) for answer in answers if answer.status_code >= 400}


@pytest.mark.long
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/bills/search", {"vehicles": [THREE_TICKETS]}),
        ("/v1/bills/find", {"number": "Q7158601D030025"}),
    ],
)
def test_a_register_that_does_not_answer_could_not_be_asked_and_holds_up_nothing_else(
    sqlite_demo_url: str, silent: SilentParty, monkeypatch: pytest.MonkeyPatch, path: str, body: Any
) -> None:
    monkeypatch.setattr(local_register, "LocalBills", lambda _database: OverHttp(silent.url))
    with LiveBackend(sqlite_demo_url) as backend:
        before = _refused(backend, "register-city")

        def meanwhile() -> None:
            wait_until(lambda: figure(backend, "threads_used", "register-city") == REGISTER.at_once)
            everything_else_goes_on(backend, look_ups=False, providers=("line", "google"))
            wait_until(lambda: _refused(backend, "register-city") - before == TOGETHER - REGISTER.at_once)
            assert figure(backend, "waiting", "register-city") == 0
            silent.close()

        answers = all_at_once(backend, lambda client: client.post(path, json=body), meanwhile)
        # Eight were asked and the end of the connection was no answer; the others were not asked. No one read that
        # nothing is owed.
        assert kinds(answers) == {ProblemKind.COULD_NOT_ASK}
        assert {answer.status_code for answer in answers} == {503}
        assert {answer.headers["retry-after"] for answer in answers} == {"1"}
        assert silent.asked == REGISTER.at_once
        assert figure(backend, "threads", "register-city") == REGISTER.at_once


@pytest.mark.long
def test_a_register_that_never_comes_back_is_given_up_by_the_look_up_itself(
    sqlite_demo_url: str, silent: SilentParty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_register, "LocalBills", lambda _database: OverHttp(silent.url))
    monkeypatch.setattr("kiosk.backend.http.outside.ANSWERS_WITHIN", 0.1)
    with LiveBackend(sqlite_demo_url) as backend, Caller(backend) as kiosk:
        assert kiosk.search(THREE_TICKETS).problem is ProblemKind.COULD_NOT_ASK
        silent.close()


@pytest.mark.long
def test_an_identity_provider_that_does_not_answer_holds_up_neither_look_ups_nor_the_other_providers(
    backend: LiveBackend, silent: SilentParty
) -> None:
    line = DeviceFlow("LINE", Client(silent.url, "kiosk", SecretStr("s")), backend.clock, read_timeout=4 * PATIENCE)
    cast("dict[str, IdentityIssuer]", backend.context.ports.identities)["line"] = line

    before = _refused(backend, "identity-line")

    def meanwhile() -> None:
        wait_until(lambda: figure(backend, "threads_used", "identity-line") == IDENTITY.at_once)
        everything_else_goes_on(backend, providers=("google", "taipei-pass"))
        wait_until(lambda: _refused(backend, "identity-line") - before == TOGETHER - IDENTITY.at_once)
        silent.close()

    answers = all_at_once(
        backend, lambda client: client.post("/v1/phone-sign-ins", json={"provider": "line"}), meanwhile
    )
    line.close()
    assert kinds(answers) == {ProblemKind.BUSY, ProblemKind.IDENTITY_DOWN}
    busy = [answer for answer in answers if answer.status_code == 503]
    assert len(busy) == TOGETHER - IDENTITY.at_once
    assert {answer.headers["retry-after"] for answer in busy} == {"1"}
    assert silent.asked == IDENTITY.at_once


def test_a_provider_that_is_not_set_up_takes_no_providers_thread(backend: LiveBackend) -> None:
    with Caller(backend) as kiosk:
        answer = kiosk.call("POST", "/v1/phone-sign-ins", {"provider": "made-up"})
        assert answer.problem is ProblemKind.NOT_FOUND
    assert "made-up" not in backend.figures()


def test_four_look_ups_at_a_slow_register_are_under_way_at_once(
    sqlite_demo_url: str, silent: SilentParty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_register, "LocalBills", lambda _database: OverHttp(silent.url))
    with LiveBackend(sqlite_demo_url) as backend, Caller(backend) as kiosk:

        async def four() -> None:
            asking = [asyncio.create_task(asyncio.to_thread(kiosk.search, THREE_TICKETS)) for _ in range(4)]
            await asyncio.to_thread(wait_until, lambda: silent.asked == 4)
            silent.close()
            await asyncio.gather(*asking)

        asyncio.run(four())


@pytest.mark.long
def test_a_company_that_does_not_answer_holds_up_no_code_and_nothing_else(
    sqlite_demo_url: str, silent: SilentParty, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first company says nothing and the second one works; two hundred people wait for a code at once."""
    monkeypatch.setattr(mitake.Mitake.__init__, "__kwdefaults__", {"read_timeout": 4 * PATIENCE})
    company = Every8dCompany()
    account: dict[str, Any] = {"text_gateways": ("mitake", "every8d"), "mitake_url": silent.url}
    account |= {f"{name}_user": USER for name in ("mitake", "every8d")}
    account |= {f"{name}_password": SecretStr(PASSWORD) for name in ("mitake", "every8d")}
    with (
        LoopbackServer(company.app) as server,
        LiveBackend(sqlite_demo_url, every8d_url=f"{server.url}/API21/HTTP", **account) as backend,
    ):
        backend.database.run(lambda connection: _queue_codes(connection, backend))
        wait_until(lambda: len(company.sent) >= TOGETHER - CODES_AT_ONCE, 2 * PATIENCE)
        # All but those that the silent company was handed. Beside them it is asked for its credit, once.
        assert len(company.sent) == TOGETHER - CODES_AT_ONCE
        assert silent.asked <= CODES_AT_ONCE + 1
        assert 'kiosk_text_codes_under_way{gateway="mitake"} 2.0' in backend.figures()
        everything_else_goes_on(backend, providers=("line",))
        silent.close()
        # No one knows whether those were sent. The second company is asked, so that they come in any case.
        wait_until(lambda: len(company.sent) == TOGETHER)


def _queue_codes(connection: Connection, backend: LiveBackend) -> None:
    end = backend.clock.now() + timedelta(minutes=5)
    for number in range(TOGETHER):
        texts.queue(
            connection,
            backend.context,
            kind=TextKind.CODE,
            mobile=f"09{number:08}",
            text="1234",
            dedup_key=f"code:{number}",
            valid_until=end,
        )


def _refused(backend: LiveBackend, pool: str) -> float:
    return figure(backend, "refused_total", pool)
