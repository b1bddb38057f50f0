"""`kiosk doctor` signs in at the office's mail server, sends nothing, and says what is in the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backends import fail

from tests.backend.mail_server import PASSWORD, USER, MailOffice, mail_office
from tests.client.certificates import Authority
from tests.commands.conftest import Run
from tests.ports import closed_port


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_keyring", fail.Keyring)
    given = {"FROM": "no-reply@parking.example.tw", "USER": USER, "PASSWORD": PASSWORD}
    for name, value in given.items():
        monkeypatch.setenv(f"KIOSK_BACKEND_MAIL_{name}", value)


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    made = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    return made


@pytest.fixture
def office(authority: Authority) -> Iterator[MailOffice]:
    with mail_office(certificate=authority.certificate("127.0.0.1")) as made:
        yield made


def found(kiosk: Run, monkeypatch: pytest.MonkeyPatch, url: str) -> dict[str, Any]:
    monkeypatch.setenv("KIOSK_BACKEND_MAIL_URL", url)
    ran = kiosk("doctor", "--json")
    assert PASSWORD not in ran.out + ran.err
    (check,) = [check for check in json.loads(ran.out)["checks"] if check["id"] == "mail"]
    assert (ran.code == 0) is (check["mark"] == "ok")
    return dict(check)


def test_a_server_that_takes_our_account_is_well_and_is_sent_nothing(
    kiosk: Run, monkeypatch: pytest.MonkeyPatch, office: MailOffice
) -> None:
    check = found(kiosk, monkeypatch, f"smtp://127.0.0.1:{office.port}")
    assert check["mark"] == "ok"
    assert "no-reply@parking.example.tw" in check["message"]
    assert office.taken == []


def test_a_wrong_password_is_said_to_be_one(kiosk: Run, monkeypatch: pytest.MonkeyPatch, office: MailOffice) -> None:
    monkeypatch.setenv("KIOSK_BACKEND_MAIL_USER", "other")
    check = found(kiosk, monkeypatch, f"smtp://127.0.0.1:{office.port}")
    assert "mail_user" in check["message"]
    assert "KIOSK_BACKEND_MAIL_PASSWORD" in check["fix"]


def test_a_certificate_that_is_not_trusted_is_said_to_be_that(
    kiosk: Run, monkeypatch: pytest.MonkeyPatch, authority: Authority
) -> None:
    with mail_office(certificate=authority.certificate("other.example.tw"), from_the_first_byte=True) as office:
        assert "certificate" in found(kiosk, monkeypatch, f"smtps://127.0.0.1:{office.port}")["message"]


def test_no_one_there_is_reported_with_the_address(kiosk: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with closed_port() as url:
        address = url.replace("http", "smtp")
        assert f"{address} cannot be reached (refused)" in found(kiosk, monkeypatch, address)["message"]


def test_without_a_server_nothing_is_said_of_e_mail(kiosk: Run) -> None:
    assert "mail" not in [check["id"] for check in json.loads(kiosk("doctor", "--json").out)["checks"]]
