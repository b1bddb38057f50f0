"""`kiosk gateway check`: what it says before, what it finds, and what it never tells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import SimpleNamespace

import keyring
import pytest

from kiosk.backend.gateways.platform.behaviours import APPROVE, Behaviour
from kiosk.backend.gateways.platform.conformance.findings import Check
from kiosk.backend.gateways.platform.simulator import SimulatedPlatform
from kiosk.backend.gateways.platform.wire import Result
from kiosk.clock import SystemClock
from kiosk.commands.exits import Exit
from tests.backend.loopback import LoopbackServer
from tests.commands.conftest import Run
from tests.commands.every import UNREACHABLE

SECRET = "canary-of-a-secret-that-both-sides-know"


class Place:
    """The simulated platform, and where it is."""

    def __init__(self, platform: SimulatedPlatform, url: str) -> None:
        self.platform, self.url = platform, url


@pytest.fixture
def place() -> Iterator[Place]:
    platform = SimulatedPlatform(SECRET.encode(), SystemClock(), retry_after=(0.0, 0.0, 0.0))
    with LoopbackServer(platform.app) as server:
        yield Place(platform, server.url)
        platform.close()


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_BACKEND_PROVIDER_SECRET", SECRET)


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: SimpleNamespace(get_password=lambda *_: None))


@pytest.mark.usefixtures("secret")
def test_every_rule_is_shown_with_its_mark_and_the_orders_are_reported_first(kiosk: Run, place: Place) -> None:
    ran = kiosk("gateway", "check", place.url)
    assert (ran.code, ran.out.count("✓"), ran.out.count("✗")) == (Exit.DONE, len(Check), 0)
    assert ran.err.startswith("Placing test orders with 127.0.0.1:")
    assert ran.err.endswith("Every rule that was tried is kept.\n")
    assert SECRET not in ran.out + ran.err


@pytest.mark.usefixtures("secret")
def test_what_is_not_kept_is_reported_with_its_reason_and_fails(kiosk: Run, place: Place) -> None:
    place.platform.behave("jkopay", Behaviour(Result.REFUSED))
    ran = kiosk("gateway", "check", place.url)
    assert (ran.code, "✗" in ran.out, "answered 302, not 000" in ran.out) == (Exit.FAILED, True, True)
    assert ran.err.endswith("One rule is not kept.\n")


@pytest.mark.usefixtures("secret")
def test_a_program_reads_each_rule_whether_it_is_kept_or_not(kiosk: Run, place: Place) -> None:
    place.platform.behave("jkopay", Behaviour(amount_off=1))
    ran = kiosk("gateway", "check", place.url, "--json", "--language", "zh-TW")
    reported = json.loads(ran.out)
    assert (ran.code, reported["schema"], reported["kept"]) == (Exit.FAILED, "kiosk.gateway-check/1", False)
    checks = {check["id"]: check for check in reported["checks"]}
    assert list(checks) == [check.value for check in Check]
    assert (checks["settled"]["mark"], checks["settled"]["fault"]) == ("failed", "amount")
    assert checks["settled"]["reason"] == "金額為 4 元，應為 3 元"
    assert checks["refund-part"]["mark"] == "skipped"
    assert sorted(reported["orders_left"]) == sorted(place.platform.orders)
    assert reported["orders_left"][0] in ran.err


@pytest.mark.usefixtures("secret")
def test_another_providers_orders_can_be_tried(kiosk: Run, place: Place) -> None:
    place.platform.behave("jkopay", Behaviour(Result.REFUSED))
    place.platform.behave("easy-wallet", APPROVE)
    assert kiosk("gateway", "check", place.url, "--provider", "easy-wallet").code == Exit.DONE


def test_the_secret_of_a_gateway_comes_from_the_keyring(
    kiosk: Run, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kept(service: str, user: str) -> str | None:
        return SECRET if (service, user) == ("parking-kiosk", "gateway city") else None

    monkeypatch.setattr(keyring, "get_keyring", lambda: SimpleNamespace(get_password=kept))
    assert kiosk("gateway", "check", place.url, "--gateway", "city").code == Exit.DONE


@pytest.mark.parametrize("weak", ["", "short"])
def test_without_a_secret_that_is_long_enough_nothing_is_sent(
    kiosk: Run, place: Place, monkeypatch: pytest.MonkeyPatch, weak: str
) -> None:
    monkeypatch.setenv("KIOSK_BACKEND_PROVIDER_SECRET", weak)
    ran = kiosk("gateway", "check", place.url)
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert "KIOSK_BACKEND_PROVIDER_SECRET" in ran.err
    assert place.platform.orders == {}


@pytest.mark.usefixtures("secret")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("https://pay.example.tw",), "--yes"),
        (("http://pay.example.tw", "--yes"), "https://"),
        (("https://me:canary@pay.example.tw", "--yes"), "https://"),
        (("ftp://127.0.0.1",), "https://"),
        (("http://[::1",), "https://"),
        (("http://127.0.0.1:port",), "https://"),
        ((UNREACHABLE, "--provider", "JKO PAY"), "--provider"),
        ((UNREACHABLE, "--listen", "somewhere"), "--listen"),
        ((UNREACHABLE, "--listen", "127.0.0.1:99999"), "--listen"),
        ((UNREACHABLE, "--result-url", "kiosk.example.tw"), "--result-url"),
        ((UNREACHABLE, "--result-url", "https://me:canary@kiosk.example.tw"), "--result-url"),
        ((UNREACHABLE, "--result-url", f"https://kiosk.example.tw/{'x' * 100}"), "--result-url"),
    ],
)
def test_what_cannot_be_tried_is_refused_before_anything_is_sent(
    kiosk: Run, arguments: tuple[str, ...], said: str
) -> None:
    ran = kiosk("gateway", "check", *arguments)
    assert (ran.code, ran.out, said in ran.err, "canary" in ran.err) == (Exit.USAGE, "", True, False)


@pytest.mark.usefixtures("secret")
def test_where_no_one_listens_it_says_that_no_order_was_placed(kiosk: Run) -> None:
    ran = kiosk("gateway", "check", UNREACHABLE)
    assert (ran.code, ran.out) == (Exit.FAILED, "")
    assert "No order was placed" in ran.err
