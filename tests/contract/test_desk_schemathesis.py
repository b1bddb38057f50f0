"""The desk's interface against its own description, for every role, by a fuzzer that knows nothing else about it."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pyotp
import pytest

from kiosk.backend.staff import accounts, audit
from kiosk.backend.staff.accounts import NewStaff
from kiosk.backend.staff.audit import Head
from kiosk.clock import ShiftedClock
from kiosk.contract.desk.headers import DESK_TERMINAL
from kiosk.contract.desk.session import StaffRole
from tests.clock import START
from tests.contract import desk_hooks
from tests.contract.test_openapi import DESK_OPERATIONS
from tests.live_backend import LiveBackend
from tests.patience import PATIENCE

MOST_SECONDS = 300  # ten for a role on an idle machine
SENIOR = StaffRole.SENIOR
"""Who may most is tried with most, and in the short run too."""
ROLES = [role if role is SENIOR else pytest.param(role, marks=pytest.mark.long) for role in StaffRole]
PASSWORD = "a password of the staff"
OFFICE = "松山"
MAY_REFUSE = ["2xx", "401", "403", "404", "409", "422", "5xx"]
"""What a request may be answered with that fits its schema: roles, cases and states stand in no schema."""

CONFIG = """
[checks]
positive_data_acceptance.expected-statuses = {may_refuse}

[[operations]]
exclude-operation-id = ["signInAtDesk", "signOutOfDesk"]
headers = {{ Authorization = "Bearer {token}", {desk_terminal} = "{key}" }}

[[operations]]
include-operation-id = ["signInAtDesk", "signOutOfDesk"]
headers = {{ {desk_terminal} = "{key}" }}
"""
"""Signed in, and never out: that ends what everything else is asked with."""


def signed_in(backend: LiveBackend, role: StaffRole) -> dict[str, str]:
    """Make an account with a role and sign in; return the headers."""
    terms, now, key = backend.context.terms, backend.clock.now(), secrets.token_urlsafe(32)
    person = NewStaff("lin.yl", "林○玲", OFFICE, frozenset({role}), terms.passwords.hash(PASSWORD))
    factor = backend.database.run(lambda connection: accounts.add(connection, person, terms.seal_key, now))
    code = pyotp.TOTP(factor).at(backend.clock.now())
    wish = {"name": "lin.yl", "password": PASSWORD, "code": code, "counter": ""}
    answer = post(backend, "session", wish, {DESK_TERMINAL: key})
    return {DESK_TERMINAL: key, "Authorization": f"Bearer {answer['token']}"}


def post(backend: LiveBackend, path: str, body: Any, headers: dict[str, str]) -> Any:
    return httpx.post(f"{backend.desk_url}/desk/v1/{path}", json=body, headers=headers, timeout=PATIENCE).json()


@pytest.mark.timeout(MOST_SECONDS + 60)
@pytest.mark.parametrize("role", ROLES)
def test_what_the_desk_serves_is_what_it_describes_for_every_role(
    sqlite_demo_url: str, tmp_path: Path, role: StaffRole, pytestconfig: pytest.Config
) -> None:
    short = pytestconfig.option.short
    thorough = role is SENIOR and not short
    with LiveBackend(sqlite_demo_url, clock=ShiftedClock(START)) as backend:
        headers = signed_in(backend, role)
        key = headers[DESK_TERMINAL]
        case = post(backend, "cases/open", {}, headers).get("number", "D2611230000")
        if role in (StaffRole.CLERK, StaffRole.SENIOR):
            post(backend, "cases/proof", {"case": case, "proof": "id-and-licence"}, headers)
        config = tmp_path / "schemathesis.toml"
        token = headers["Authorization"].removeprefix("Bearer ")
        config.write_text(
            f'hooks = "{desk_hooks.__file__}"\n'
            + CONFIG.format(may_refuse=MAY_REFUSE, token=token, key=key, desk_terminal=DESK_TERMINAL)
        )
        command = [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(config)),
            *("run", f"{backend.desk_url}/openapi.json", "--seed", "1", "--checks", "all"),
            *("--max-examples", "8" if thorough else "2" if short else "4"),
            *("--phases", "examples,coverage,fuzzing" if thorough else "examples,fuzzing"),
            *("--request-timeout", "10", "--no-color", "--warnings", "off"),
        ]
        found = subprocess.run(
            command, cwd=tmp_path, env={**os.environ, "DESK_CASE": case}, capture_output=True, text=True,
            timeout=MOST_SECONDS, check=False,
        )  # fmt: skip
        assert found.returncode == 0, found.stdout[-6000:] + found.stderr[-2000:]
        assert f"{len(DESK_OPERATIONS)} selected / {len(DESK_OPERATIONS)} total" in found.stdout
        assert post(backend, "session/now", {}, headers)["roles"] == [role.value]
        with backend.database.read() as connection:
            assert isinstance(audit.verify(connection), Head), "whatever was asked, the chain holds"
