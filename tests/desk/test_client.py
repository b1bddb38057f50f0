"""The typed client of the desk, over real HTTP."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from kiosk.api_client import ProblemError, UnreachableError
from kiosk.api_client.desk import DeskClient
from kiosk.contract.desk.problems import DeskProblem, desk_kind
from kiosk.contract.desk.search import DeskSearch
from kiosk.contract.desk.session import DeskSignIn
from kiosk.contract.desk.story import ProviderWish
from tests.desk.office import CODE, NAME, PASSWORD, UNKNOWN, Office
from tests.desk.stub import Refusal, serving
from tests.ports import closed_port

SIGN_IN = DeskSignIn(name=NAME, password=SecretStr(PASSWORD), code=CODE, counter="3")


async def test_everything_is_asked_in_the_session_and_under_the_key_of_this_desk() -> None:
    async with serving(Office().scripts) as stub, DeskClient(stub.url) as client:
        await client.sign_in(SIGN_IN)
        await client.search(DeskSearch(text="BKZ-5937"))
        begun, searched = stub.asked
        assert "authorization" not in begun.headers
        assert searched.headers["authorization"] == f"Bearer {'t' * 43}"
        assert begun.headers["x-desk-terminal"] == searched.headers["x-desk-terminal"]
        assert len(begun.headers["x-desk-terminal"]) == 43


async def test_no_two_desks_have_the_same_key() -> None:
    async with serving(Office().scripts) as stub:
        for _ in range(2):
            async with DeskClient(stub.url) as client:
                await client.sign_in(SIGN_IN)
        one, other = stub.asked
        assert one.headers["x-desk-terminal"] != other.headers["x-desk-terminal"]


async def test_a_session_that_was_ended_is_reported_and_forgotten() -> None:
    async with serving(Office().scripts) as stub, DeskClient(stub.url) as client:
        await client.sign_in(SIGN_IN)
        await client.sign_out()
        await client.search(DeskSearch(text="BKZ-5937"))
        ended, searched = stub.asked[1:]
        assert (ended.path, ended.headers["authorization"]) == ("/desk/v1/session/end", f"Bearer {'t' * 43}")
        assert "authorization" not in searched.headers


async def test_who_has_not_signed_in_has_nothing_to_end() -> None:
    async with serving(Office().scripts) as stub, DeskClient(stub.url) as client:
        await client.sign_out()
        assert stub.asked == []


@pytest.mark.parametrize("kind", DeskProblem)
async def test_each_of_the_desks_own_problems_is_distinguished(kind: DeskProblem) -> None:
    office = Office()
    office.scripts["/payment/ask"] = lambda _: Refusal(kind.value, 409, wait=7)
    async with serving(office.scripts) as stub, DeskClient(stub.url) as client:
        with pytest.raises(ProblemError) as refused:
            await client.ask_provider(ProviderWish(id=UNKNOWN, case="D2611237ZK3"))
        assert desk_kind(refused.value.problem) is kind
        assert len(stub.asked) == 1


async def test_a_desk_without_a_backend_says_that_it_could_not_ask() -> None:
    with closed_port() as url:
        async with DeskClient(url) as client:
            with pytest.raises(UnreachableError):
                await client.search(DeskSearch(text="BKZ-5937"))


def test_an_address_that_is_none_is_reported_at_once() -> None:
    with pytest.raises(ValueError, match="address"):
        DeskClient("desk.example.tw")
