"""`kiosk doctor` asks each company for text messages about the office's account, and sends nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import keyring
import pytest
from keyring.backends import fail

from tests.backend.loopback import LoopbackServer
from tests.backend.sms_companies import PASSWORD, USER, Company, Every8dCompany, MitakeCompany
from tests.commands.conftest import Run
from tests.ports import closed_port

PATHS = {"mitake": "/api/mtk", "every8d": "/API21/HTTP"}


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_keyring", fail.Keyring)
    monkeypatch.setenv("KIOSK_BACKEND_OWNER_SECRET", "the secret of this office, long enough")
    monkeypatch.setenv("KIOSK_BACKEND_PUBLIC_URL", "https://parking.example.tw")
    for name in ("MITAKE", "EVERY8D"):
        monkeypatch.setenv(f"KIOSK_BACKEND_{name}_USER", USER)
        monkeypatch.setenv(f"KIOSK_BACKEND_{name}_PASSWORD", PASSWORD)


@pytest.fixture(params=["mitake", "every8d"])
def company(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Company]]:
    name = str(request.param)
    made = MitakeCompany() if name == "mitake" else Every8dCompany()
    with LoopbackServer(made.app) as server:
        names(monkeypatch, name, server.url)
        yield name, made


def names(monkeypatch: pytest.MonkeyPatch, name: str, url: str) -> None:
    monkeypatch.setenv("KIOSK_BACKEND_TEXT_GATEWAYS", json.dumps([name]))
    monkeypatch.setenv(f"KIOSK_BACKEND_{name.upper()}_URL", url + PATHS[name])


def found(kiosk: Run) -> dict[str, Any]:
    ran = kiosk("doctor", "--json", "--language", "en")
    assert PASSWORD not in ran.out + ran.err
    (check,) = [check for check in json.loads(ran.out)["checks"] if check["id"] == "texts"]
    assert (ran.code == 0) is (check["mark"] == "ok")
    return dict(check)


def test_a_company_that_serves_us_is_named_with_what_the_account_holds(
    kiosk: Run, company: tuple[str, Company]
) -> None:
    name, made = company
    left = 98 if name == "mitake" else 79
    assert found(kiosk)["message"] == f"Text messages go out by {name}, whose account holds {left}"
    assert made.sent == []


def test_a_wrong_password_an_empty_account_and_a_dead_line_are_three_things(
    kiosk: Run, company: tuple[str, Company], monkeypatch: pytest.MonkeyPatch
) -> None:
    name, made = company
    made.answer = "AccountPoint=0\r\n" if name == "mitake" else "0.0"
    assert "is empty" in found(kiosk)["message"]
    made.answer = None
    monkeypatch.setenv(f"KIOSK_BACKEND_{name.upper()}_USER", "somebody else")
    assert "refuses this account" in found(kiosk)["message"]
    with closed_port() as url:
        names(monkeypatch, name, url)
        assert "gives no answer" in found(kiosk)["message"]


def test_without_a_company_nothing_is_said_of_text_messages(kiosk: Run) -> None:
    assert "texts" not in [check["id"] for check in json.loads(kiosk("doctor", "--json").out)["checks"]]
