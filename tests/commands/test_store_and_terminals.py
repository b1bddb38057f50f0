from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from starlette.requests import Request

from kiosk.backend.ground.principals import Guest, Scope, Terminal
from kiosk.backend.http.principal import Entrance
from kiosk.backend.store.database import Database, DatabaseBusyError
from kiosk.backend.store.migrate import head
from kiosk.backend.terminals import enrolment
from kiosk.backend.terminals.recognition import Recognition
from kiosk.backend.terminals.sightings import Sightings
from tests.clock import ManualClock
from tests.commands.conftest import Run
from tests.commands.every import OFFICES
from tests.live_backend import LiveBackend


def test_an_upgrade_is_reported_and_a_second_one_has_nothing_to_do(kiosk: Run, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    first, second = kiosk("db", "upgrade", "--database-url", url), kiosk("db", "upgrade", "--database-url", url)
    assert (first.code, second.code) == (0, 0)
    assert "from step none to" in first.err
    assert "already" in second.err
    assert first.out == ""


@pytest.mark.long
def test_seeding_is_the_same_for_a_seed_and_a_day_and_keeps_what_is_there(kiosk: Run, tmp_path: Path) -> None:
    def seeded(name: str) -> dict[str, object]:
        at = ["--clock", "2026-08-16T10:28+08:00", "--vehicles", "30", "--seed", "7"]
        ran = kiosk("db", "seed", "--database-url", f"sqlite:///{tmp_path / name}", *at)
        assert ran.code == 0
        report: dict[str, object] = json.loads(ran.out)
        return report

    first = seeded("one.sqlite3")
    assert first["changed"] is True
    assert seeded("two.sqlite3") == first
    assert seeded("one.sqlite3") == first | {"changed": False}


def test_a_database_that_is_none_is_a_clear_sentence(kiosk: Run) -> None:
    assert kiosk("db", "upgrade", "--database-url", "a database").code == 2
    away = kiosk("db", "upgrade", "--database-url", "postgresql://me:canary-secret@127.0.0.1:1/kiosk")
    assert away.code == 5
    assert "canary" not in away.err
    assert "Traceback" not in away.err


def test_a_folder_that_cannot_be_made_is_a_clear_sentence(
    kiosk: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path / "file" / "data"))
    ran = kiosk("db", "upgrade")
    assert ran.code == 4
    assert "Traceback" not in ran.err


def test_a_terminal_is_let_in_listed_and_shut_out(kiosk: Run, database_url: str) -> None:
    at = ["--database-url", database_url]
    added = kiosk("device", "add", "松山 1 號", *at)
    assert added.code == 0
    token = added.out.strip()
    assert len(token) >= 43
    assert token not in added.err

    database = Database(database_url)
    clock = ManualClock()
    found = Recognition(database, clock).look_up(token)
    assert found is not None
    id = found.id

    listed = json.loads(kiosk("device", "list", "--json", *at).out)["devices"]
    assert [(device["id"], device["name"], device["revoked_at"]) for device in listed] == [(id, "松山 1 號", None)]
    assert token not in kiosk("device", "list", *at).out

    assert kiosk("device", "revoke", id, *at).code == 0
    assert Recognition(database, clock).look_up(token) is None
    database.close()
    assert kiosk("device", "revoke", id, *at).code == 1
    assert "revoked" in kiosk("device", "list", *at).out


@pytest.mark.parametrize("name", ["", "   ", "a" * 61, "bell\a", "x\x1b[2J"])
def test_a_terminals_name_can_be_printed(kiosk: Run, name: str, sqlite_url: str) -> None:
    ran = kiosk("device", "add", "--database-url", sqlite_url, "--", name)
    assert (ran.code, ran.out) == (2, "")


def test_a_token_comes_from_standard_input_and_goes_to_the_keyring_unseen(
    kiosk: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = []
    monkeypatch.setattr(
        "kiosk.platform.machine.secrets.store_token", lambda url, token: kept.append((url, token.strip()))
    )
    ran = kiosk("device", "store", "--backend", "https://parking.example.tw", typed="canary-token\n")
    assert ran.code == 0
    assert kept == [("https://parking.example.tw", "canary-token")]
    assert "canary" not in ran.out + ran.err
    assert kiosk("device", "store", "--backend", "https://parking.example.tw").code == 2


def test_a_machine_without_a_keyring_says_what_to_use_instead(kiosk: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.platform.machine.secrets._keyring", lambda: None)
    ran = kiosk("device", "store", "--backend", "https://parking.example.tw", typed="canary-token\n")
    assert ran.code == 1
    assert "KIOSK_DEVICE_TOKEN" in ran.err
    assert "canary" not in ran.err


@pytest.mark.each_database
def test_a_database_without_tables_is_reported_with_what_makes_them(
    kiosk: Run, database_url: str, tmp_path: Path
) -> None:
    with_none = f"sqlite:///{tmp_path / 'none.sqlite3'}"
    assert "kiosk db upgrade" in kiosk("device", "list", "--database-url", with_none).err
    database = Database(database_url)
    with database.write() as connection:
        connection.execute(text("DROP TABLE articles"))
    database.close()
    ran = kiosk("content", "list", "--database-url", database_url)
    assert (ran.code, "kiosk db upgrade" in ran.err) == (5, True)


def test_the_list_tells_when_a_terminal_was_seen_with_which_version_and_where(
    kiosk: Run, backend: LiveBackend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_BACKEND_OFFICE", "松山")
    url = f"sqlite:///{backend.database.url.database}"
    offices = tmp_path / "offices.csv"
    offices.write_text(OFFICES.replace("songshan", "daan").replace("松山停車服務中心", "大安"), encoding="utf-8")
    assert kiosk("office", "import", str(offices), "--database-url", url).code == 0
    added = json.loads(kiosk("terminal", "add", "window 3", "--office", "daan", "--json", "--database-url", url).out)
    seen = Sightings()
    seen.note(backend.terminal_id, backend.clock.now(), "parking-kiosk/1.2.3")
    seen.note(backend.terminal_id, backend.clock.now(), "")
    assert (seen.keep(backend.context), seen.keep(backend.context)) == (1, 0)
    listed = json.loads(kiosk("terminal", "list", "--json", "--database-url", url).out)["devices"]
    by_id = {one["id"]: one for one in listed}
    assert (by_id[backend.terminal_id]["version"], by_id[backend.terminal_id]["office"]) == ("1.2.3", "松山")
    assert by_id[backend.terminal_id]["last_seen_at"] is not None
    assert (by_id[added["id"]]["office"], by_id[added["id"]]["last_seen_at"]) == ("大安", None)
    reported = kiosk("device", "list", "--database-url", url).out
    assert "1.2.3" in reported
    assert "never seen" in reported
    revoked = kiosk("terminal", "revoke", added["id"], "--json", "--database-url", url)
    assert json.loads(revoked.out)["revoked"] is True


def test_a_terminal_that_asks_is_seen_and_a_guest_is_not(backend: LiveBackend) -> None:
    seen: list[tuple[str, str]] = []
    recognition = Recognition(backend.database, backend.clock)
    entrance = Entrance(backend.context, recognition, lambda id, agent: seen.append((id, agent)))
    guest = backend.database.run(
        lambda connection: enrolment.add(
            connection, "guest", backend.clock.now(), guest_until=backend.clock.now() + timedelta(minutes=5)
        )
    )

    def asked_with(token: str) -> object:
        headers = [(b"authorization", f"Bearer {token}".encode()), (b"user-agent", b"parking-kiosk/1.2.3")]
        return asyncio.run(entrance.let_in(Request({"type": "http", "headers": headers}), Scope.SERVICE))

    assert asked_with(backend.token) == Terminal(backend.terminal_id)
    assert asked_with(guest[1]) == Guest(guest[0])
    assert seen == [(backend.terminal_id, "parking-kiosk/1.2.3")]


def test_what_could_not_be_kept_is_kept_in_the_next_round(
    backend: LiveBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = Sightings()
    seen.note(backend.terminal_id, backend.clock.now(), "parking-kiosk/1.2.3")

    def busy(*_: object) -> None:
        raise DatabaseBusyError

    with monkeypatch.context() as patched:
        patched.setattr(Database, "run", busy)
        with pytest.raises(DatabaseBusyError):
            seen.keep(backend.context)
    assert seen.keep(backend.context) == 1


def test_an_upgrade_is_reported_to_a_program(kiosk: Run, tmp_path: Path) -> None:
    ran = kiosk("db", "upgrade", "--json", "--database-url", f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert json.loads(ran.out) == {"schema": "kiosk.upgrade/1", "before": None, "after": head()}
