"""What terminals learn of the service they stand in."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr

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
