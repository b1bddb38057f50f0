"""What programs read: one JSON object with the name of its schema, from every command that has something to tell."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace

import keyring
import pytest

from kiosk.commands.exits import Exit
from tests.commands.conftest import Run
from tests.commands.every import commands, names

NO_DATA = {
    ("run",),
    ("serve",),
    ("desk",),
    ("qr",),
    ("openapi",),
    ("logs", "tail"),
    ("db", "seed"),
    ("fleet", "watch"),
    ("gateway", "simulate"),
}
"""They run, they draw, or what they write is JSON without being asked for it, or an object a line."""


@pytest.mark.parametrize("words", sorted(names() - NO_DATA), ids=" ".join)
def test_whatever_a_command_does_a_program_reads_it_as_one_object(
    kiosk: Run, words: tuple[str, ...], tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_BACKEND_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("KIOSK_DEVICE_TOKEN", "token")
    if words == ("gateway", "check"):
        monkeypatch.setenv("KIOSK_BACKEND_PROVIDER_SECRET", 32 * "s")
    monkeypatch.setattr(keyring, "get_keyring", lambda: SimpleNamespace(set_password=lambda *_: None))
    arguments, typed = commands(tmp_path)[words]
    if words in {("db", "check"), ("db", "restore")}:
        assert kiosk("db", "backup", *arguments[:1]).code == 0
    ran = kiosk(*words, *arguments, *() if "--json" in arguments else ("--json",), typed=typed)
    if ran.code in (Exit.DONE, Exit.COULD_NOT_ASK) or words == ("doctor",):
        assert re.fullmatch(r"kiosk\.[a-z-]+/1", json.loads(ran.out)["schema"])
        assert ran.out.count("\n") == 1
    else:
        # No such terminal, no such claim, no printer, no failure of that code, no demo.
        assert (ran.code, ran.out) == (Exit.FAILED, "")
        nothing_there = {("terminal", "revoke"), ("claim", "grant"), ("claim", "refuse"), ("printer", "test")}
        nothing_there |= {("terminal", "move"), ("office", "show"), ("fleet", "show"), ("gateway", "check")}
        nothing_there |= {("fleet", "close"), ("fleet", "open"), ("fleet", "settle")}
        nothing_there |= {("claim", "undo")}
        nothing_there |= {("difference", "take"), ("difference", "close"), ("staff", "move")}
        assert words in nothing_there | {("support",), ("staff", "suspend"), ("staff", "roles"), ("trigger",)}


def test_an_announcement_says_what_it_was_and_whether_it_is_new(kiosk: Run, sqlite_url: str) -> None:
    line = ["flood", "announce", "keelung", "--clear-by", "2999-01-01T00:00+08:00", "--database-url", sqlite_url]
    first, again = (json.loads(kiosk(*line, "--json").out) for _ in range(2))
    reported = {"schema": "kiosk.flood/1", "area": "keelung", "clear_by": "2999-01-01T00:00:00+08:00", "owners": 0}
    assert (first, again) == (reported | {"again": False}, reported | {"again": True})
    assert kiosk(*line).out == ""


def test_a_readmission_says_whether_there_was_something_and_not_for_whom(kiosk: Run, sqlite_url: str) -> None:
    ran = kiosk("owner", "readmit", "--json", "--database-url", sqlite_url, typed="0912-345-678\n")
    assert json.loads(ran.out) == {"schema": "kiosk.readmission/1", "readmitted": False}
    assert "912" not in ran.out + ran.err


def test_a_token_that_is_stored_is_reported_without_itself(kiosk: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: SimpleNamespace(set_password=lambda *_: None))
    ran = kiosk("terminal", "store", "--backend", "https://Parking.example.tw/", "--json", typed="canary\n")
    assert json.loads(ran.out) == {
        "schema": "kiosk.token/1", "backend": "https://parking.example.tw:443", "stored": True
    }  # fmt: skip
    assert "canary" not in ran.out + ran.err
