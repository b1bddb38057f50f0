"""What terminals learn of the service they stand in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from kiosk.backend.terminals import enrolment
from kiosk.contract.wire import EMBEDDED_TERMINAL
from tests.backend.caller import Caller
from tests.live_backend import LiveBackend

MAIL = {"mail_url": "smtps://127.0.0.1:9", "mail_from": "no-reply@parking.example.tw"}
OFFICE = {"demo": False, "provider_secret": SecretStr("")}


@pytest.mark.parametrize(
    ("settings", "mails"),
    [({}, True), (OFFICE, False), (OFFICE | MAIL, True)],
    ids=["the demo", "an office without a mail server", "an office with one"],
)
def test_e_mails_are_promised_only_where_there_is_a_server_for_them(
    database_url: str, settings: dict[str, Any], mails: bool
) -> None:
    with LiveBackend(database_url, **settings) as backend, Caller(backend) as kiosk:
        assert kiosk.call("GET", "/v1/service").json["mails"] is mails


def test_a_terminal_learns_what_its_operators_call_it_and_a_guest_or_the_backends_own_kiosk_nothing(
    sqlite_url: str,
) -> None:
    with LiveBackend(sqlite_url) as backend:
        now, name = backend.clock.now(), "信義一號"
        with backend.database.write() as connection:
            named = enrolment.add(connection, name, now)[1]
            guest = enrolment.add(connection, "guest", now, guest_until=now + timedelta(days=1))[1]
            own = enrolment.add(connection, EMBEDDED_TERMINAL, now)[1]
        assert [called(backend, token) for token in (named, guest, own)] == [name, None, None]


def called(backend: LiveBackend, token: str) -> object:
    with Caller(backend) as kiosk:
        return kiosk.call("GET", "/v1/service", headers={"Authorization": f"Bearer {token}"}).json.get("terminal")
