"""No command ends in a traceback, whatever is broken around it: each says what it is in a sentence."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import keyring
import pytest
from keyring.backends import fail
from keyring.errors import KeyringLocked

from kiosk.backend import serve
from kiosk.backend.store.database import DatabaseLostError
from kiosk.commands.exits import Exit
from kiosk.commands.troubles import trouble_of
from kiosk.platform.machine import secrets
from kiosk.platform.terminal import signals
from tests.commands.conftest import Ran, Run
from tests.commands.every import commands, names

Surrounding = Callable[[Path, pytest.MonkeyPatch], None]


def test_every_command_is_tried(tmp_path: Path) -> None:
    assert set(commands(tmp_path)) == names()


class Keyring:
    """A keyring that does the same whatever it is asked."""

    def __init__(self, answer: Callable[[], Any]) -> None:
        self.get_password = self.set_password = self.delete_password = lambda *_: answer()


def settings(content: str | bytes) -> Surrounding:
    def broken(folder: Path, _: pytest.MonkeyPatch) -> None:
        (folder / "kiosk.toml").write_bytes(content.encode() if isinstance(content, str) else content)

    return broken


def variable(name: str, value: str) -> Surrounding:
    return lambda _, patch: patch.setenv(name, value)


def keyrings(answer: Callable[[], Any]) -> Surrounding:
    return lambda _, patch: patch.setattr(keyring, "get_keyring", lambda: Keyring(answer))


def raising(error: Exception) -> Callable[[], Any]:
    def answer() -> None:
        raise error

    return answer


def settings_folder(folder: Path, _: pytest.MonkeyPatch) -> None:
    (folder / "kiosk.toml").unlink()
    (folder / "kiosk.toml").mkdir()


def unreadable_settings(folder: Path, patch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def closed(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name == "kiosk.toml":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments, **options)

    patch.setattr(Path, "open", closed)  # root may read everything


def no_keyring_module(_: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(keyring, "get_keyring", raising(ModuleNotFoundError("no.such")))


def version(step: str) -> Surrounding:
    def marked(folder: Path, patch: pytest.MonkeyPatch) -> None:
        file = folder / "marked.sqlite3"
        with sqlite3.connect(file) as connection:
            connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
            connection.execute("INSERT INTO alembic_version VALUES (?)", (step,))
        connection.close()
        patch.setenv("KIOSK_BACKEND_DATABASE_URL", f"sqlite:///{file}")

    return marked


def database(url: str) -> Surrounding:
    return variable("KIOSK_BACKEND_DATABASE_URL", url)


def database_file(make: Callable[[Path], object]) -> Surrounding:
    def made(folder: Path, patch: pytest.MonkeyPatch) -> None:
        make(folder / "odd.sqlite3")
        patch.setenv("KIOSK_BACKEND_DATABASE_URL", f"sqlite:///{folder / 'odd.sqlite3'}")

    return made


def no_home(_: Path, patch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        patch.delenv(name, raising=False)
    for name in ("KIOSK_CONFIG", "KIOSK_DATA_DIR", "KIOSK_LOG_DIR"):
        patch.delenv(name)
    patch.setattr(os, "getuid", lambda: 4_000_000)


def no_home_and_folders_named(folder: Path, patch: pytest.MonkeyPatch) -> None:
    no_home(folder, patch)
    patch.setenv("KIOSK_CONFIG", str(folder / "kiosk.toml"))
    patch.setenv("KIOSK_DATA_DIR", str(folder / "data"))
    patch.setenv("KIOSK_LOG_DIR", str(folder / "log"))


def data_in_a_file(folder: Path, patch: pytest.MonkeyPatch) -> None:
    (folder / "file").touch()
    patch.setenv("KIOSK_DATA_DIR", str(folder / "file" / "data"))


def odd_folder(folder: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("KIOSK_DATA_DIR", str(folder / "松山 50%?#&;\n' \""))


def tilde(folder: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("HOME", str(folder))
    patch.setenv("KIOSK_DATA_DIR", "~/parking")


SETTINGS = {
    "settings that are not TOML": settings("[backend\n"),
    "settings in Big5": settings('[backend]\noffice = "松山"\n'.encode("big5")),
    "an unknown key": settings("[kiosk]\nlanguag = 1\n[backend]\nofice = 1\n"),
    "a wrong value": settings('[kiosk]\nlan = "canary"\n[backend]\nthreads = "canary"\n'),
    "a folder in place of the settings": settings_folder,
    "settings that may not be read": unreadable_settings,
    "settings that are named and absent": variable("KIOSK_CONFIG", "/nonexistent/kiosk.toml"),
    "a misspelt variable": variable("KIOSK_BACKEND_OFICE", "canary"),
}
KEYRINGS = {
    "a locked keyring": keyrings(raising(KeyringLocked("canary"))),
    "a keyring without a bus": keyrings(raising(ConnectionRefusedError(111, "canary"))),
    "a keyring that is broken": keyrings(raising(TypeError("canary"))),
    "a keyring that is not installed": no_keyring_module,
    "a silent keyring": keyrings(lambda: threading.Event().wait(5)),
}
DATABASES = {
    "another program's database": version("a1b2c3d4e5f6"),
    "another program's database with a number": version("0000"),
    "a newer version's database": version("9999"),
    "another kind of database": database("mysql://me:canary@127.0.0.1/kiosk"),
    "another driver": database("postgresql+asyncpg://me:canary@127.0.0.1/kiosk"),
    "no file": database("sqlite:///"),
    "a port that is a word": database("postgresql://me:canary@127.0.0.1:port/kiosk"),
    "no address": database("canary"),
    "nobody at the address": database("postgresql://me:canary@127.0.0.1:1/kiosk"),
    "an option that there is not": database("postgresql://me:canary@127.0.0.1:1/kiosk?nonsense=1"),
    "a folder as the database": database_file(Path.mkdir),
    "something else in the file": database_file(lambda path: path.write_bytes(b"something else " * 500)),
    "a folder that is not there": database("sqlite:////nonexistent/kiosk.sqlite3"),
}
PLACES = {"no home": no_home, "a file in place of the data folder": data_in_a_file}
FINE = {
    "nothing broken": settings(""),
    "no home, and folders that are named": no_home_and_folders_named,
    "a byte order mark": settings(b"\xef\xbb\xbf[backend]\r\n"),
    "a folder of any name": odd_folder,
    "a tilde": tilde,
}
SURROUNDINGS = {**SETTINGS, **KEYRINGS, **DATABASES, **PLACES, **FINE}

ON_THE_DATABASE = {
    words
    for words in names()
    - {("terminal", "store"), ("terminal", "enrol"), ("db", "backup"), ("db", "check"), ("db", "restore")}
    if words[0]
    in {
        "db",
        "terminal",
        "claim",
        "owner",
        "content",
        "flood",
        "tickets",
        "office",
        "fleet",
        "reconcile",
        "day-close",
        "difference",
    }
}


@pytest.fixture
def every(
    kiosk: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sqlite_template: Path
) -> Iterator[Callable[[str], dict[tuple[str, ...], Ran]]]:
    """Run every command in a surrounding; return what each left behind."""
    monkeypatch.setattr(keyring, "get_keyring", fail.Keyring)
    monkeypatch.setattr(secrets, "PATIENCE", 0.05)
    monkeypatch.setattr(serve, "open_log", lambda: None)
    monkeypatch.setattr(serve, "_serve", lambda *_: None)
    monkeypatch.setattr(signals, "leave_during_start", lambda: None)
    # Where nothing is broken, there is a database already: making one takes longer than all the rest.
    (tmp_path / "data").mkdir(mode=0o700)
    shutil.copy(sqlite_template, tmp_path / "data" / "kiosk.sqlite3")

    def run(surrounding: str) -> dict[tuple[str, ...], Ran]:
        SURROUNDINGS[surrounding](tmp_path, monkeypatch)
        tried = commands(tmp_path)
        return {words: kiosk(*words, *arguments, typed=typed) for words, (arguments, typed) in tried.items()}

    yield run
    gc.enable()  # `kiosk run` starts without


All = dict[tuple[str, ...], Ran]


@pytest.mark.variants(keep=4)
@pytest.mark.parametrize("surrounding", SURROUNDINGS)
def test_every_command_says_what_is_wrong_around_it(every: Callable[[str], All], surrounding: str) -> None:
    ran = every(surrounding)
    for words, one in ran.items():
        what = f"{words} with {surrounding}: {one}"
        assert one.code in set(Exit), what
        assert "fault of the program" not in one.err, what
        assert "Traceback" not in one.err + one.out, what
        assert "canary" not in one.err + one.out, what
        assert "\x1b" not in one.err + one.out, what
        assert one.code == 0 or one.err.strip() or one.out.strip(), what
    for kind, check in (
        (SETTINGS, settings_are_reported),
        (KEYRINGS, keyring_is_reported),
        (DATABASES, database_is_reported),
    ):
        if surrounding in kind:
            check(ran)
    if surrounding in FINE:
        work_is_done(ran)


@pytest.mark.variants(keep=4)
@pytest.mark.usefixtures("every")
@pytest.mark.parametrize("surrounding", SURROUNDINGS)
def test_doctor_examines_a_backend_of_this_machines_own_whatever_is_wrong_around_it(
    kiosk: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, surrounding: str
) -> None:
    SURROUNDINGS[surrounding](tmp_path, monkeypatch)
    ran = kiosk("doctor", "--json")
    assert ran.err == ""
    report = json.loads(ran.out)  # no trouble ends it
    assert ran.code == (Exit.DONE if report["healthy"] else Exit.FAILED)
    assert "canary" not in ran.out


NO_SETTINGS = {("qr",), ("desk",), ("terminal", "store"), ("db", "check"), ("openapi",), ("logs", "tail")}
"""They do without."""


def settings_are_reported(ran: All) -> None:
    for words, one in ran.items():
        if words == ("doctor",):
            assert (one.code, '"id": "settings", "mark": "failure"' in one.out) == (1, True), one
        elif words not in NO_SETTINGS:
            assert one.code == Exit.USAGE, (words, one)
            assert one.err.startswith("The settings cannot be used.\n"), (words, one)


def keyring_is_reported(ran: All) -> None:
    assert ran["terminal", "store"].code == Exit.FAILED
    assert "keyring" in ran["terminal", "store"].err
    assert ran["lookup",].code == Exit.USAGE
    assert "keyring" in ran["lookup",].err
    assert '"id": "token", "mark": "failure"' in ran["doctor",].out
    assert all(one.code == 0 for words, one in ran.items() if words[0] in {"db", "qr", "settings", "content"})


def database_is_reported(ran: All) -> None:
    codes = {one.code for words, one in ran.items() if words in ON_THE_DATABASE}
    assert codes in ({Exit.USAGE}, {Exit.DATABASE}), ran


def work_is_done(ran: All) -> None:
    done = {words for words, one in ran.items() if one.code == 0}
    assert done >= names() - {
        ("claim", "undo"),
        ("terminal", "enrol"),
        ("run",), ("desk",), ("lookup",), ("explain",), ("doctor",), ("terminal", "revoke"), ("terminal", "store"),
        ("claim", "grant"), ("claim", "refuse"), ("tickets", "import"), ("printer", "test"), ("support",),
        ("fleet", "show"), ("fleet", "watch"), ("fleet", "close"), ("fleet", "open"), ("fleet", "settle"),
        ("gateway", "check"), ("gateway", "simulate"),
        ("terminal", "move"), ("staff", "suspend"), ("staff", "roles"), ("staff", "move"), ("difference", "take"),
        ("difference", "close"),
    }, ran  # fmt: skip
    assert "made-up tickets" in ran["tickets", "import"].err  # `db seed` was there before it
    assert not Path("~").exists()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('failed: FATAL:  password authentication failed for user "me"', "password"),
        ('failed: FATAL:  role "me" does not exist', "no user"),
        ('failed: FATAL:  database "kiosk" does not exist', "no database"),
        ("failed to resolve host 'db.invalid': [Errno -2] Name or service not known", "no machine"),
        ('connection to server at "127.0.0.1", port 1 failed: Connection refused', "nothing listens"),
        ("connection timeout expired", "does not answer"),
        ('FATAL:  no pg_hba.conf entry for host "10.0.0.1"', "pg_hba"),
        ('connection is bad: invalid sslmode value: "nonsense"', "TLS"),
    ],
)
def test_why_a_database_server_cannot_be_reached_has_its_own_sentence(text: str, reason: str) -> None:
    error = DatabaseLostError()
    error.__cause__ = RuntimeError(text)
    trouble = trouble_of(error)
    assert trouble is not None
    assert (trouble.code, reason in trouble.sentence) == (Exit.DATABASE, True)
    assert '"me"' not in trouble.sentence


def test_a_fault_of_the_program_is_said_with_its_place_and_without_its_text(
    kiosk: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object, **__: object) -> None:
        raise ZeroDivisionError("canary")

    monkeypatch.setattr("kiosk.widgets.codes.qr_matrix.encode", fault)
    ran = kiosk("qr", "x")
    assert ran.code == Exit.FAILED
    assert ran.err.startswith("A fault of the program ended it: ZeroDivisionError at kiosk/commands/qr.py:")
    assert "canary" not in ran.err


def test_a_fault_of_the_kiosk_itself_is_left_to_its_calm_page(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from kiosk.commands.troubles import report

    monkeypatch.setattr(sys, "excepthook", SimpleNamespace(__module__="kiosk.platform.terminal.crash"))
    with pytest.raises(ZeroDivisionError):
        report(ZeroDivisionError())


@pytest.mark.parametrize("words", [("lookup",), ("doctor",)])
def test_a_keyring_that_takes_its_time_holds_up_no_event_loop(
    kiosk: Run, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loops: list[object] = []

    def slow(_: str) -> str:
        loops.append(asyncio._get_running_loop())
        raise secrets.SecretStoreError("it is locked")

    monkeypatch.setattr(secrets, "device_token", slow)
    kiosk(*words, *commands(tmp_path)[words][0])
    assert loops == [None]
