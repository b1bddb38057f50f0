"""`[[backend.gateways]]`: who collects for which provider, and where its secret comes from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kiosk.backend import gateway_map
from kiosk.backend.configuration import ServeOptions, configured
from kiosk.backend.gateways.no_platform import NoPlatform
from kiosk.backend.start_errors import StartError
from kiosk.backend.terms import terms_of
from kiosk.platform.machine import secrets
from kiosk.settings import BackendSettings, SettingsError
from kiosk.settings.office import refusals
from tests.clock import ManualClock
from tests.commands.conftest import Run, kiosk, tree_made_once  # noqa: F401  fixtures

LINE_PAY: dict[str, Any] = {
    "name": "line-pay",
    "kind": "line-pay",
    "url": "https://api-pay.line.me",
    "channel": "1656000000",
    "providers": ["line-pay-money"],
}
SECRET = "canary-" + "5" * 32


def settings(*gateways: dict[str, Any], **more: Any) -> BackendSettings:
    given: dict[str, Any] = {"gateways": gateways or (LINE_PAY,), "public_url": "https://parking.example.tw", **more}
    return BackendSettings(**given)


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Set up an office with only LINE Pay, on a machine without a keyring."""
    monkeypatch.setenv("KIOSK_BACKEND_GATEWAYS", json.dumps([LINE_PAY]))
    monkeypatch.setenv("KIOSK_BACKEND_PUBLIC_URL", "https://parking.example.tw")
    monkeypatch.setenv("KIOSK_BACKEND_OWNER_SECRET", "o" * 32)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    monkeypatch.setattr(secrets, "_keyring", lambda: None)
    return monkeypatch


@pytest.mark.parametrize(
    ("gateways", "says"),
    [
        ([{**LINE_PAY, "channel": ""}], "channel"),
        ([{**LINE_PAY, "kind": "platform"}], "channel"),
        ([{**LINE_PAY, "store": "s-1"}], "store"),
        ([{**LINE_PAY, "kind": "jkopay"}], "store"),
        ([{**LINE_PAY, "kind": "jkopay", "store": "s-1", "channel": ""}], "channel"),
        ([{**LINE_PAY, "url": "http://api-pay.line.me"}], "url"),
        ([{**LINE_PAY, "url": "https://me:canary@api-pay.line.me"}], "url"),
        ([{**LINE_PAY, "providers": []}], "providers"),
        ([{**LINE_PAY, "chanel": "1"}], "chanel: unknown key"),
        ([{**LINE_PAY, "secret": "canary"}], "secret: unknown key"),
        ([LINE_PAY, LINE_PAY], "the same name: line-pay"),
        ([LINE_PAY, {**LINE_PAY, "name": "other"}], "the same provider: line-pay-money"),
    ],
)
def test_what_is_wrong_with_a_gateway_is_said_without_its_values(gateways: list[dict[str, Any]], says: str) -> None:
    with pytest.raises(SettingsError) as refused:
        settings(*gateways)
    assert str(refused.value).startswith("[backend] gateways")
    assert says in str(refused.value)
    assert "canary" not in str(refused.value)


def test_a_secret_of_no_gateway_is_a_slip() -> None:
    with pytest.raises(
        SettingsError, match=r"^\[backend\] gateway_secrets: it names what is no gateway here: line-pays"
    ):
        settings(gateway_secrets={"line-pays": SECRET})


def test_a_weak_secret_and_an_address_that_phones_cannot_reach_are_refused_for_real_money() -> None:
    (weak,) = refusals(settings(gateway_secrets={"line-pay": "5" * 31}))
    assert weak == "[backend] gateway_secrets: that of line-pay is shorter than 32 bytes"
    (unreachable,) = refusals(settings(gateway_secrets={"line-pay": SECRET}, public_url=""))
    assert unreachable.startswith("[backend] public_url: empty")
    assert refusals(settings(gateway_secrets={"line-pay": SECRET})) == []


def test_the_environment_comes_before_the_credential(office: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "kiosk-gateway-line-pay").write_text(SECRET + "\n", encoding="ascii")
    office.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert configured(ServeOptions(), {}).gateway_secrets["line-pay"].get_secret_value() == SECRET
    office.setenv("KIOSK_BACKEND_GATEWAY_SECRETS", json.dumps({"line-pay": "e" * 40}))
    assert configured(ServeOptions(), {}).gateway_secrets["line-pay"].get_secret_value() == "e" * 40


def test_the_keyring_is_asked_last(office: pytest.MonkeyPatch) -> None:
    class Ring:
        def get_password(self, service: str, name: str) -> str | None:
            return SECRET if (service, name) == ("parking-kiosk", "gateway line-pay") else None

    office.setattr(secrets, "_keyring", Ring)
    assert configured(ServeOptions(), {}).gateway_secrets["line-pay"].get_secret_value() == SECRET


@pytest.mark.usefixtures("office")
def test_a_gateway_without_a_secret_is_refused_with_the_places_where_it_may_stand() -> None:
    with pytest.raises(StartError) as refused:
        configured(ServeOptions(), {})
    assert "The gateway line-pay has no secret" in str(refused.value)
    assert "KIOSK_BACKEND_GATEWAY_SECRETS" in str(refused.value)
    assert "kiosk-gateway-line-pay" in str(refused.value)


def test_a_provider_that_is_on_no_list_is_refused(office: pytest.MonkeyPatch) -> None:
    office.setenv("KIOSK_BACKEND_GATEWAYS", json.dumps([{**LINE_PAY, "providers": ["line-pay"]}]))
    with pytest.raises(StartError, match="collects for line-pay: not in assets/providers"):
        configured(ServeOptions(), {})


def test_with_only_a_gateway_its_providers_are_offered_and_no_others(clock: ManualClock) -> None:
    single = settings(gateway_secrets={"line-pay": SECRET})
    assert list(terms_of(single).providers.by_code) == ["line-pay-money"]
    collecting = gateway_map.collecting(single, clock, single.public_url)
    assert [(code, gateway.redirects) for code, gateway in collecting.own.items()] == [("line-pay-money", True)]
    assert isinstance(collecting.platform._gateway, NoPlatform)
    collecting.close()


def test_beside_a_platform_a_gateway_takes_its_providers_over(clock: ManualClock) -> None:
    both = settings(
        gateway_secrets={"line-pay": SECRET}, provider_url="https://pay.example.tw", provider_secret="p" * 32
    )
    assert {"jkopay", "line-pay-money"} < set(terms_of(both).providers.by_code)
    collecting = gateway_map.collecting(both, clock, both.public_url)
    assert list(collecting.own) == ["line-pay-money"]
    assert not collecting.platform.redirects
    collecting.close()


def test_a_second_platform_is_a_gateway_like_any_other(clock: ManualClock) -> None:
    other = {"name": "other", "kind": "platform", "url": "https://other.example.tw", "providers": ["jkopay", "opay"]}
    made = settings(LINE_PAY, other, gateway_secrets={"line-pay": SECRET, "other": "o" * 32})
    collecting = gateway_map.collecting(made, clock, made.public_url)
    assert collecting.own["jkopay"] is collecting.own["opay"] is not collecting.own["line-pay-money"]
    assert collecting.threads == 9
    collecting.close()


def test_replicas_without_a_platform_make_the_same_forms() -> None:
    terms = [terms_of(settings(gateway_secrets={"line-pay": SECRET}, owner_secret="o" * 32)) for _ in range(2)]
    assert terms[0].form_key == terms[1].form_key


def test_secrets_of_gateways_are_never_shown(kiosk: Run, office: pytest.MonkeyPatch) -> None:  # noqa: F811
    office.setenv("KIOSK_BACKEND_GATEWAY_SECRETS", json.dumps({"line-pay": SECRET}))
    for options in ([], ["--json"]):
        reported = kiosk("settings", *options)
        assert reported.code == 0
        assert "line-pay" in reported.out
        assert "canary" not in reported.out + reported.err


def test_the_doctor_says_who_collects_and_what_is_missing(kiosk: Run, office: pytest.MonkeyPatch) -> None:  # noqa: F811
    reported = kiosk("doctor", "--json")
    checks = {check["id"]: check for check in json.loads(reported.out)["checks"]}
    assert checks["gateway"]["mark"] == "failure"
    assert "kiosk-gateway-line-pay" in checks["gateway"]["message"]
    assert "KIOSK_BACKEND_GATEWAY_SECRETS" in checks["gateway"]["fix"]
    office.setenv("KIOSK_BACKEND_GATEWAY_SECRETS", json.dumps({"line-pay": SECRET}))
    reported = kiosk("doctor", "--json")
    checks = {check["id"]: check for check in json.loads(reported.out)["checks"]}
    assert checks["gateway"]["mark"] == "ok"
    assert "canary" not in reported.out


def test_jkopay_collects_for_its_provider_and_takes_the_money_by_itself(clock: ManualClock) -> None:
    jko = {
        **LINE_PAY, "name": "jko", "kind": "jkopay", "url": "https://onlinepay.jkopay.com", "providers": ["jkopay"],
        "channel": "TJxSPLd78-AUTG8bisnaAAdduAwzJyEM", "store": "35f12dff-1581-11e9-a054-00505684fd45",
    }  # fmt: skip
    both = settings(LINE_PAY, jko, gateway_secrets={"line-pay": SECRET, "jko": SECRET})
    collecting = gateway_map.collecting(both, clock, both.public_url)
    shapes = {code: (gateway.redirects, gateway.takes_itself) for code, gateway in collecting.own.items()}
    assert shapes == {"line-pay-money": (True, False), "jkopay": (True, True)}
    assert list(terms_of(both).providers.by_code) == ["jkopay", "line-pay-money"]
    collecting.close()
