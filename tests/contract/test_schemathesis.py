"""The served API against its own description, by a fuzzer that knows nothing else about it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.backend.demo import owner as demo_owner
from kiosk.backend.http.payment_events import StreamTiming
from kiosk.clock import ShiftedClock
from tests.backend.caller import Caller
from tests.clock import START
from tests.contract.test_openapi import OPERATIONS
from tests.live_backend import LiveBackend

MOST_SECONDS = 400  # forty on an idle machine; two minutes on a busy one
PHASES = "examples,coverage,fuzzing,stateful"
"""Coverage goes through what each schema forbids, and that is refused before any database is asked: once is enough, and
the short run goes without."""
BRIEF = StreamTiming(still_here=0.05, lifetime=0.1, most=2)
"""Streams that end at once: the fuzzer reads them to their end."""

MOTORCYCLE = {"plate": "MKR-0825", "type": "motorcycle"}

CONFIG = """
[[operations]]
include-name = "GET /v1/payments/{{id}}"
parameters = {{ id = "{waiting}" }}

[[operations]]
include-name = "GET /v1/payments/{{id}}/events"
parameters = {{ id = "{waiting}" }}

[[operations]]
include-name = "GET /v1/payments/{{id}}/receipt"
parameters = {{ id = "{paid}" }}

[[operations]]
include-tag = ["owners", "vehicles", "identities"]
exclude-operation-id = ["signOut", "closeAccount"]
headers = {{ X-Owner-Session = "{session}" }}

[[operations]]
include-operation-id = ["register", "setForgottenPassword", "changeOwner", "bindVehicle", "chooseServices"]
checks.positive_data_acceptance.expected-statuses = ["2xx", "401", "403", "404", "409", "410", "422", "429", "5xx"]
"""
"""Payments that exist; the fuzzer finds those that do not by itself. An owner whom it cannot sign out; and operations
whose names, addresses, passwords and services have rules that no schema tells."""


@pytest.mark.timeout(MOST_SECONDS + 60)
def test_what_is_served_is_what_is_described(demo_url: str, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    short = pytestconfig.option.short
    with LiveBackend(demo_url, clock=ShiftedClock(START), timing=BRIEF) as backend:
        config = tmp_path / "schemathesis.toml"
        config.write_text(CONFIG.format(waiting=waiting(backend), paid=paid(backend), session=signed_in(backend)))
        command = [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(config)),
            *("run", f"{backend.url}/openapi.json", "--header", f"Authorization: Bearer {backend.token}"),
            *("--max-examples", "2" if short else "8", "--seed", "1", "--checks", "all"),
            *("--phases", PHASES if backend.database.is_sqlite and not short else PHASES.replace("coverage,", "")),
            *("--request-timeout", "10", "--no-color", "--warnings", "off"),
        ]
        found = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=MOST_SECONDS, check=False)
    assert found.returncode == 0, found.stdout[-6000:] + found.stderr[-2000:]
    assert f"{len(OPERATIONS)} selected / {len(OPERATIONS)} total" in found.stdout


def signed_in(backend: LiveBackend) -> str:
    with Caller(backend) as kiosk:
        owner = {"mobile": demo_owner.MOBILE, "password": demo_owner.PASSWORD}
        return str(kiosk.call("POST", "/v1/sessions", owner).json["token"])


def waiting(backend: LiveBackend) -> str:
    with Caller(backend) as kiosk:
        return str(kiosk.pay()["id"])


def paid(backend: LiveBackend) -> str:
    with Caller(backend) as kiosk:
        payment = kiosk.pay(MOTORCYCLE, key="key-2")
        kiosk.confirm(payment)
        path = f"/v1/payments/{payment['id']}"
        # A stream of this timing ends and is opened again, like a kiosk's after ten minutes.
        while kiosk.call("GET", path).json["state"] != "paid":
            with kiosk.watching(payment) as stream:
                stream.events()
    return str(payment["id"])
