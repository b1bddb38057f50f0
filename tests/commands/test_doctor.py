from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import keyring
import pytest
from keyring.backends import fail

from kiosk.backend.store.migrate import head
from kiosk.clock import ShiftedClock
from kiosk.commands import doctor_machine, lookup_table
from kiosk.commands.exits import Exit
from kiosk.commands.findings import Mark
from kiosk.i18n import Texts
from kiosk.platform.terminal.kind import ASK
from tests.clock import START, ManualClock
from tests.commands.conftest import Run
from tests.live_backend import LiveBackend
from tests.screens import samples
from tests.terminal.pty import Terminal, python


@pytest.fixture(autouse=True)
def sound_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at the same machine wherever the tests run: whatever terminal, fonts and keyring this one has or lacks."""
    for name, value in {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24", "SSH_CONNECTION": "a b c d"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("kiosk.commands.doctor_machine.locale.getpreferredencoding", lambda _: "UTF-8")
    # The keyring is chosen once for a process, among all that its modules define: those of other tests too.
    monkeypatch.setattr(keyring, "get_keyring", fail.Keyring)


def checks(report: str) -> dict[str, Any]:
    return {check["id"]: check for check in json.loads(report)["checks"]}


def test_a_healthy_machine_is_reported_line_by_line(kiosk: Run) -> None:
    ran = kiosk("doctor")
    assert ran.code == 0
    first, *lines, last = ran.out.splitlines()
    assert first == last == "This machine can run a kiosk."
    assert all(line[0] in "✓! " for line in lines)


def test_the_report_keeps_to_eighty_columns_and_breaks_no_word(kiosk: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    elsewhere = "https://parking.example.invalid/somewhere/else"
    ran = kiosk("doctor", "--backend", elsewhere)
    assert all(len(line) <= 80 for line in ran.out.splitlines())
    assert "\x1b" not in ran.out  # no terminal, no colours
    findings = checks(kiosk("doctor", "--json", "--backend", elsewhere).out).values()
    said = {word for finding in findings for word in f"{finding['message']} {finding['fix'] or ''}".split()}
    assert {word for word in said if word.isalpha()} <= set(ran.out.split())


@pytest.mark.parametrize("command", ["doctor", "lookup"])
def test_without_colours_no_escape_is_written_and_with_them_there_are_some(
    command: str, kiosk: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def written() -> str:
        if command == "doctor":
            return kiosk("doctor").out
        lookup_table.show(Texts("en"), samples.answer(None).bills, START.date())
        return capsys.readouterr().out

    monkeypatch.setenv("FORCE_COLOR", "1")  # as on a terminal
    assert "\x1b[1m" in written()
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in written()


@pytest.mark.long
def test_without_colours_a_terminal_is_written_plain_text() -> None:
    with Terminal(python("-m", "kiosk", "doctor"), env={"NO_COLOR": "1"}) as terminal:
        terminal.wait_for_exit()
        assert b"UTF-8" in terminal.raw
        # The one question that tells which blocks the window draws; it colours nothing.
        assert b"\x1b" not in terminal.raw.replace(ASK.encode(), b"")


def test_the_report_is_json_for_programs(kiosk: Run) -> None:
    ran = kiosk("doctor", "--json")
    report = json.loads(ran.out)
    assert (report["schema"], report["healthy"]) == ("kiosk.doctor/1", True)
    assert {"python", "terminal", "colours", "utf8", "size", "fonts", "clock", "keyring", "data"} <= checks(
        ran.out
    ).keys()
    assert all((check["fix"] is None) == (check["mark"] == "ok") for check in report["checks"])


def test_a_data_folder_that_cannot_be_written_must_be_mended(
    kiosk: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path / "file" / "data"))
    ran = kiosk("doctor", "--json")
    assert ran.code == 1
    assert checks(ran.out)["data"]["mark"] == "failure"
    assert "✗" in kiosk("doctor").out


def test_a_fonts_name_is_read_in_utf_8_whatever_stands_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    finder = tmp_path / "fc-list"
    finder.write_bytes("#!/bin/sh\necho '明體 ".encode() + b"\xff'\n")
    finder.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    monkeypatch.delenv("SSH_CONNECTION")
    monkeypatch.setattr(subprocess, "_text_encoding", lambda: "ascii", raising=False)  # of another locale
    assert "明體 \ufffd" in Texts("en")(doctor_machine.fonts().message)


@pytest.mark.parametrize(
    ("home", "shown"),
    [
        ("/{}", "~/data"),
        ("/", "/{}/data"),
        ("/{}/da", "/{}/data"),  # not ~ta
        ("/{}/data", "~"),
        (None, "/{}/data"),
    ],
)
def test_the_data_folder_is_shown_as_a_shell_writes_it(
    kiosk: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str | None, shown: str
) -> None:
    here = str(tmp_path).removeprefix("/")
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000)  # whom the system's list does not know
    if home is not None:
        monkeypatch.setenv("HOME", home.format(here))
    ran = kiosk("doctor", "--json")
    assert ran.code == 0
    assert f"Data folder: {shown.format(here)}, " in checks(ran.out)["data"]["message"]


def test_where_the_database_lies_elsewhere_the_data_folder_is_a_doubt_and_the_database_is_examined(
    kiosk: Run, tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path / "file" / "data"))
    monkeypatch.setenv("KIOSK_BACKEND_DATABASE_URL", sqlite_url)
    ran = kiosk("doctor", "--json")
    found = checks(ran.out)
    assert (ran.code, found["data"]["mark"], found["database"]["mark"]) == (0, "warning", "ok")


@pytest.mark.parametrize(("free", "mark"), [(1_000_000, "failure"), (100_000_000, "warning"), (10**12, "ok")])
def test_a_disk_that_fills_up_is_seen_before_it_is_full(
    kiosk: Run, monkeypatch: pytest.MonkeyPatch, free: int, mark: str
) -> None:
    usage = type("Usage", (), {"free": free})
    monkeypatch.setattr("kiosk.commands.doctor_storage.shutil.disk_usage", lambda _: usage)
    assert checks(kiosk("doctor", "--json").out)["data"]["mark"] == mark


def test_a_data_folder_that_others_can_look_into_is_warned_of(kiosk: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    (tmp_path / "data").chmod(0o755)
    assert checks(kiosk("doctor", "--json").out)["data"]["mark"] == "warning"
    assert "chmod 700" in kiosk("device", "list").err
    (tmp_path / "data").chmod(0o700)
    assert checks(kiosk("doctor", "--json").out)["data"]["mark"] == "ok"
    assert "chmod" not in kiosk("device", "list").err


def test_a_keyring_that_cannot_be_asked_is_reported_as_what_it_is(kiosk: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ConnectionRefusedError("canary")

    monkeypatch.setattr(keyring, "get_keyring", broken)
    ran = kiosk("doctor", "--json")
    assert ran.code == 1
    assert "ConnectionRefusedError" in checks(ran.out)["keyring"]["message"]
    assert "canary" not in ran.out


def test_a_database_is_known_by_its_step(kiosk: Run, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_BACKEND_DATABASE_URL", sqlite_url)
    assert f"step {head()}" in checks(kiosk("doctor", "--json").out)["database"]["message"]
    monkeypatch.setattr("kiosk.backend.store.migrate.head", lambda: "9999")
    assert checks(kiosk("doctor", "--json").out)["database"]["mark"] == "warning"
    monkeypatch.setattr("kiosk.backend.store.migrate.head", lambda: "0000")
    assert checks(kiosk("doctor", "--json").out)["database"]["mark"] == "failure"


def test_a_database_that_lacks_a_table_must_be_mended(
    kiosk: Run, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_BACKEND_DATABASE_URL", sqlite_url)
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection:
        connection.execute("DROP TABLE register_imports")
        connection.commit()
    found = checks(kiosk("doctor", "--json").out)["database"]
    assert (found["mark"], "register_imports" in found["message"]) == ("failure", True)


def test_marks_are_distinguished_where_only_ascii_can_be_written() -> None:
    assert [mark.sign("ascii") for mark in Mark] == ["+", "!", "x"]
    assert [mark.sign("utf-8") for mark in Mark] == ["✓", "!", "✗"]


@pytest.mark.parametrize("address", ["ftp://parking.example.tw", "parking", "https://"])
def test_an_address_that_is_none_is_said_to_be_none(kiosk: Run, address: str) -> None:
    found = checks(kiosk("doctor", "--json", "--backend", address).out)
    assert found["backend"]["mark"] == "failure"
    assert "https://parking.example.tw" in found["backend"]["fix"]
    assert "token" not in found


def test_a_database_out_of_reach_must_be_mended_and_its_password_is_not_shown(
    kiosk: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_BACKEND_DATABASE_URL", "postgresql://me:canary-secret@127.0.0.1:1/kiosk")
    ran = kiosk("doctor", "--json")
    assert (ran.code, checks(ran.out)["database"]["mark"]) == (1, "failure")
    assert "canary" not in ran.out + ran.err


@pytest.mark.parametrize(
    ("variable", "value"),
    [("KIOSK_BACKEND_THREADS", "canary-many"), ("KIOSK_LAN", "canary"), ("KIOSK_CONFIG", "~canary-of-no-home/x.toml")],
)
def test_settings_that_are_not_understood_are_named_without_their_values(
    kiosk: Run, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    ran = kiosk("doctor", "--json")
    assert ran.code == 1
    assert variable in checks(ran.out)["settings"]["message"]
    assert "canary" not in ran.out
    assert "database" not in checks(ran.out)  # whose address is not what is wrong


@pytest.mark.parametrize("held", [True, False])
def test_what_is_wrong_with_a_database_is_said_as_the_commands_say_it(
    kiosk: Run, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, held: bool
) -> None:
    monkeypatch.setenv("KIOSK_BACKEND_DATABASE_URL", sqlite_url)
    monkeypatch.setattr("kiosk.backend.store.database.BUSY_TIMEOUT", 0.01)
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        if held:
            other.execute("PRAGMA locking_mode = EXCLUSIVE")
            other.execute("BEGIN EXCLUSIVE")
        else:
            file.write_bytes(b"something else " * 500)
        message = checks(kiosk("doctor", "--json").out)["database"]["message"]
        upgraded = kiosk("db", "upgrade")
    assert upgraded.code == Exit.DATABASE
    # That it cannot be used stands before the reason in both.
    assert upgraded.err.strip().removesuffix(".").removeprefix("The database cannot be used: ") in message


def test_a_database_that_may_not_be_asked_for_is_one_finding_among_the_others(
    kiosk: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    exists = Path.exists

    def forbidden(path: Path) -> bool:
        if path.name == "forbidden.sqlite3":
            raise PermissionError(13, "Permission denied", str(path))  # root may ask for everything
        return exists(path)

    monkeypatch.setattr(Path, "exists", forbidden)
    monkeypatch.setenv("KIOSK_BACKEND_DATABASE_URL", "sqlite:////root/forbidden.sqlite3")
    monkeypatch.setenv("KIOSK_BACKEND_OWNER_SECRET", "o" * 32)
    found = checks(kiosk("doctor", "--json").out)
    assert (found["database"]["mark"], "Permission denied" in found["database"]["message"]) == ("failure", True)
    assert found["settings"]["mark"] == "ok"


def test_a_central_backend_is_asked_with_this_machines_token(
    kiosk: Run, backend: LiveBackend, hasty: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    skewed = abs(backend.clock.now() - datetime.now(UTC)) > timedelta(minutes=1)
    without = checks(kiosk("doctor", "--json", "--backend", backend.url).out)
    assert (without["token"]["mark"], without["backend-there"]["mark"]) == ("failure", "ok")

    monkeypatch.setenv("KIOSK_DEVICE_TOKEN", backend.token)
    found = checks(kiosk("doctor", "--json", "--backend", backend.url).out)
    assert found["backend"]["mark"] == "ok"
    assert "knows this machine as kiosk" in found["machine-name"]["message"]
    assert found["skew"]["mark"] == ("failure" if skewed else "ok")

    monkeypatch.setenv("KIOSK_DEVICE_TOKEN", "of-somebody-else")
    stranger = checks(kiosk("doctor", "--json", "--backend", backend.url).out)["backend"]
    assert (stranger["mark"], "does not know this device" in stranger["message"]) == ("failure", True)

    backend.stop()
    hasty()
    silent = checks(kiosk("doctor", "--json", "--backend", backend.url).out)["backend"]
    assert (silent["mark"], "nothing listens at that port" in silent["fix"]) == ("failure", True)
    monkeypatch.delenv("KIOSK_DEVICE_TOKEN")
    silent = checks(kiosk("doctor", "--json", "--backend", backend.url).out)["backend"]
    assert (silent["mark"], "nothing listens at that port" in silent["fix"]) == ("failure", True)


@pytest.mark.parametrize(
    ("size", "mark"),
    [
        *((size, Mark.OK) for size in ((64, 16), (120, 40), (54, 24))),
        *((size, Mark.FAILURE) for size in ((63, 16), (64, 15), (53, 24), (54, 23))),
    ],
)
def test_a_window_too_small_for_the_pages_must_be_mended(
    monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], mark: Mark
) -> None:
    monkeypatch.setattr(doctor_machine, "shutil", SimpleNamespace(get_terminal_size=lambda _: os.terminal_size(size)))
    assert doctor_machine.size().mark is mark


@pytest.mark.parametrize(
    ("term", "colorterm", "mark"),
    [("xterm-256color", "", Mark.OK), ("xterm", "truecolor", Mark.OK), ("linux", "", Mark.WARNING)],
)
def test_too_few_colours_are_a_doubt(monkeypatch: pytest.MonkeyPatch, term: str, colorterm: str, mark: Mark) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.setenv("COLORTERM", colorterm)
    assert doctor_machine.colours().mark is mark


def test_a_clock_before_this_program_is_wrong() -> None:
    assert doctor_machine.clock(ShiftedClock(datetime(1970, 1, 2, tzinfo=UTC))).mark is Mark.FAILURE
    assert doctor_machine.clock(ManualClock(datetime(2027, 1, 2, tzinfo=UTC))).mark is Mark.OK


def test_an_encoding_without_chinese_must_be_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.commands.doctor_machine.locale.getpreferredencoding", lambda _: "ANSI_X3.4-1968")
    assert doctor_machine.utf8().mark is Mark.FAILURE
