"""What a backend does not start with, `kiosk doctor` names before it is started: the same surroundings for both."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backends import fail

from kiosk.backend import serve
from kiosk.backend.domain.validity import TariffError
from kiosk.backend.ground import rules
from kiosk.commands.doctor_register import Register, register
from kiosk.settings import BackendSettings
from kiosk.settings.registers import NATIONAL
from tests.commands.conftest import Run
from tests.commands.every import TICKETS

Surrounding = Callable[[Path, pytest.MonkeyPatch], None]


def variables(**given: str) -> Surrounding:
    def to_be_set(_: Path, patch: pytest.MonkeyPatch) -> None:
        for name, value in given.items():
            patch.setenv(f"KIOSK_BACKEND_{name}", value)

    return to_be_set


def key_file(folder: Path, _: pytest.MonkeyPatch) -> None:
    (folder / "data").mkdir(mode=0o700)
    (folder / "data" / "kiosk.key").write_text("not a key")


def tariff(_: Path, patch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise TariffError("rates.toml: line 3")

    patch.setattr(rules, "tariff", broken)


GATEWAY = {
    "name": "line-pay", "kind": "line-pay", "url": "https://api-pay.line.me", "channel": "1656000000",
    "providers": ["no-such-pay"],
}  # fmt: skip
KEPT = {**GATEWAY, "providers": ["line-pay-money"]}


def weak_credential(folder: Path, patch: pytest.MonkeyPatch) -> None:
    variables(GATEWAYS=json.dumps([KEPT]), PUBLIC_URL="https://parking.example.tw")(folder, patch)
    (folder / "kiosk-gateway-line-pay").write_text("5" * 31)
    patch.setenv("CREDENTIALS_DIRECTORY", str(folder))


SECRET = "p" * 32
REFUSED: dict[str, tuple[Surrounding, str]] = {
    "a database server, and no secret": (
        variables(DATABASE_URL="postgresql://127.0.0.1:1/kiosk"),
        "owner_secret: not set",
    ),
    "an address with half a bracket, and no secret": (
        variables(DATABASE_URL="postgresql://[x/kiosk"),
        "owner_secret: not set",
    ),
    "a platform's secret without its address": (variables(PROVIDER_SECRET=SECRET), "provider_url is not"),
    "a platform without its secret": (variables(PROVIDER_URL="https://pay.example.tw"), "provider_secret is not"),
    "a weak secret": (variables(OWNER_SECRET="short"), "KIOSK_BACKEND_OWNER_SECRET: shorter"),
    "an address without TLS": (variables(PUBLIC_URL="http://192.0.2.1"), "KIOSK_BACKEND_PUBLIC_URL: not https"),
    "passwords that are hashed weakly": (variables(PASSWORD_PASSES="1"), "KIOSK_BACKEND_PASSWORD_PASSES: below 2"),
    "a gateway's weak secret among the credentials": (weak_credential, "that of line-pay is shorter"),
    "a gateway for a provider that there is not": (
        variables(GATEWAYS=json.dumps([GATEWAY]), GATEWAY_SECRETS=json.dumps({"line-pay": SECRET})),
        "no-such-pay",
    ),
    "a city that there is not": (variables(NATIONAL_CITY="XXX"), "XXX is none of"),
    "a city's address without the city": (variables(NATIONAL_ADDRESS="https://api.example.tw/x"), "national_city is"),
    "a city's register without the city": (variables(BILLS_FROM=NATIONAL), "bills_from in [backend]"),
    "a city that is paid and not asked": (
        variables(CITIES_PAID=json.dumps([{"city": "TNN", "way": "asked-again"}])),
        "cities_paid is set",
    ),
    "a tariff that cannot be used": (tariff, "rates.toml: line 3"),
    "something else in the key's file": (key_file, "kiosk.key holds no key"),
    "a folder that is not there": (variables(DATABASE_URL="sqlite:////nonexistent/kiosk.sqlite3"), "cannot be"),
}


@pytest.fixture(autouse=True)
def up_to_the_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start a backend as far as to its sockets, on a machine that is the same wherever the tests run."""
    for name, value in {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24", "SSH_CONNECTION": "a b c d"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("kiosk.commands.doctor_machine.locale.getpreferredencoding", lambda _: "UTF-8")
    monkeypatch.setattr(keyring, "get_keyring", fail.Keyring)
    monkeypatch.setattr(serve, "open_log", lambda: None)
    monkeypatch.setattr(serve, "_keep_memory_private", lambda: None)
    monkeypatch.setattr(serve, "_serve", lambda *_: None)


def found(kiosk: Run, mark: str) -> dict[str, str]:
    checks: list[dict[str, Any]] = json.loads(kiosk("doctor", "--json").out)["checks"]
    return {check["id"]: check["message"] for check in checks if check["mark"] == mark}


@pytest.mark.parametrize("surrounding", REFUSED)
def test_what_a_backend_does_not_start_with_must_be_mended(
    kiosk: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, surrounding: str
) -> None:
    prepare, named = REFUSED[surrounding]
    prepare(tmp_path, monkeypatch)
    said = " ".join(found(kiosk, "failure").values())
    assert named in said
    assert SECRET not in said
    refused = kiosk("serve", "--port", "0")
    assert refused.code != 0
    assert named in refused.err


def test_made_up_tickets_must_be_mended_in_an_office_and_are_a_doubt_where_the_demo_is_tried(
    kiosk: Run, sqlite_demo_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_BACKEND_DATABASE_URL", sqlite_demo_url)
    assert "made-up tickets" in found(kiosk, "failure")["database"]
    assert "made-up tickets" in kiosk("serve", "--port", "0").err
    monkeypatch.setenv("KIOSK_BACKEND_DEMO", "true")
    assert "database" not in found(kiosk, "failure")

    monkeypatch.delenv("KIOSK_BACKEND_DEMO")
    monkeypatch.delenv("KIOSK_BACKEND_DATABASE_URL")
    assert [finding.mark for finding in register(BackendSettings(), Register.DEMO)] == ["warning"]
    monkeypatch.setenv("KIOSK_DEMO", "false")
    assert [finding.mark for finding in register(BackendSettings(), Register.DEMO)] == ["failure"]


def test_real_tickets_must_be_mended_where_the_demo_is_to_run(
    kiosk: Run, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_BACKEND_DATABASE_URL", sqlite_url)
    (tmp_path / "tickets.csv").write_text(TICKETS, encoding="utf-8")
    assert kiosk("tickets", "import", str(tmp_path / "tickets.csv")).code == 0
    assert "database" not in found(kiosk, "failure")
    monkeypatch.setenv("KIOSK_BACKEND_DEMO", "true")
    assert "real tickets" in found(kiosk, "failure")["database"]
    assert "real tickets" in kiosk("serve", "--port", "0").err


def test_what_a_backend_cannot_do_without_tickets_and_platform_is_a_doubt(
    kiosk: Run, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not {"register", "platform"} & found(kiosk, "warning").keys()  # nothing has been set up yet
    monkeypatch.setenv("KIOSK_BACKEND_DATABASE_URL", sqlite_url)
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection:
        connection.execute("DELETE FROM register_imports")
        connection.commit()
    assert {"register", "platform"} <= found(kiosk, "warning").keys()
    started = kiosk("serve", "--port", "0")
    assert (started.code, "There are no tickets yet" in started.err) == (0, True)
    monkeypatch.setenv("KIOSK_BACKEND_NATIONAL_CITY", "TPE")
    assert not {"register", "platform"} & found(kiosk, "warning").keys()


def test_where_phones_are_on_the_same_network_no_address_of_theirs_is_missed(
    kiosk: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    variables(PROVIDER_URL="https://pay.example.tw", PROVIDER_SECRET=SECRET)(tmp_path, monkeypatch)
    assert "public_url: empty" in found(kiosk, "failure")["settings"]
    monkeypatch.setenv("KIOSK_LAN", "true")
    assert "settings" not in found(kiosk, "failure")
    assert kiosk("serve", "--port", "0", "--lan").code == 0


def test_examining_a_machine_makes_no_key(kiosk: Run, tmp_path: Path) -> None:
    assert kiosk("doctor").code == 0
    assert list((tmp_path / "data").iterdir()) == []
