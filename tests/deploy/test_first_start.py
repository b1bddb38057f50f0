"""The two ways to set an office up run as the documents have them."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
import urllib3

from kiosk.clock import SystemClock
from kiosk.domain.dates import taipei
from tests.deploy.balancers import nginx
from tests.deploy.documents import OPERATING, commands
from tests.deploy.programs import PATIENCE, running, set_lines
from tests.ports import HeldPort
from tests.terminal.pty import Terminal

# A dozen programs, one after the other: on a busy machine that takes more than other tests may.
pytestmark = pytest.mark.timeout(400)

PAGE = OPERATING / "first-start.md"

KEYRING = """
import json, pathlib
from keyring.backend import KeyringBackend

class Keyring(KeyringBackend):
    priority = 1
    place = pathlib.Path(__file__).with_name("kept.json")
    def _kept(self):
        return json.loads(self.place.read_text()) if self.place.exists() else {}
    def get_password(self, service, username):
        return self._kept().get(f"{service} {username}")
    def set_password(self, service, username, password):
        self.place.write_text(json.dumps({**self._kept(), f"{service} {username}": password}))
    def delete_password(self, service, username):
        self.place.write_text("{}")
"""
"""A desktop's keyring, as far as a command sees it."""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder to work in, with the register as a file: a car that parked for two hours five days ago."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    for name in ("KIOSK_BACKEND", "KIOSK_DEVICE_TOKEN", "CREDENTIALS_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)
    day = taipei(SystemClock().now()) - timedelta(days=5)
    (tmp_path / "tickets.csv").write_text(
        "number,plate,type,parked_at,left_at,rate,fee\n"
        f"Q7158601D030025,BKZ-5937,car,{day:%F} 09:30,{day:%F} 11:30,car-hourly-20,40\n"
    )
    return tmp_path


@contextlib.contextmanager
def kiosk_on_a_screen(script: str, folder: Path, **env: str) -> Iterator[Terminal]:
    """Run a block whose last line opens the kiosk, on a terminal line."""
    command = ["bash", "-euc", f"cd {folder}\n{script}"]
    with Terminal(command, size=(100, 32), env={"LANG": "C.UTF-8", **env}) as terminal:
        yield terminal


def shows_the_ticket(terminal: Terminal) -> None:
    """Look the car up as a visitor does."""
    terminal.wait_for("您想做什麼？", seconds=PATIENCE)
    terminal.send("\r")
    terminal.wait_for("車牌號碼", seconds=PATIENCE)
    terminal.send("bkz5937\r")
    terminal.wait_for("本機目前不收款", seconds=PATIENCE)
    terminal.wait_for("合計 $", seconds=PATIENCE)
    assert "連線中斷" not in terminal.text


@pytest.mark.long
def test_one_machine(office: Path) -> None:
    [script] = commands(PAGE, "One machine")
    with kiosk_on_a_screen(script, office) as terminal:
        shows_the_ticket(terminal)


@pytest.fixture
def empty_database(postgres_server: str) -> Iterator[str]:
    name = f"office{uuid.uuid4().hex}"
    with psycopg.connect(postgres_server.format(name="postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
        yield postgres_server.format(name=name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.long
def test_several_terminals_with_postgresql_behind_nginx(office: Path, empty_database: str) -> None:
    backend, invitation, terminal_side = commands(PAGE, "Several terminals, one backend")
    (office / "office_keyring.py").write_text(KEYRING)
    with HeldPort() as held, nginx([held.number]) as front:
        port = held.number
        trusted = {
            "SSL_CERT_FILE": str(front.folder / "kiosk.crt"),
            "PYTHONPATH": str(office),
            "PYTHON_KEYRING_BACKEND": "office_keyring.Keyring",
        }
        started = set_lines(
            backend,
            {
                "postgresql://kiosk@db.example.tw/kiosk": f"'{empty_database}'",
                "https://parking.example.tw": front.url,
                "--port 8080": f"--port {port}",
            },
        )
        command = ["bash", "-euc", f"cd {office}\n{started.replace('kiosk serve', 'exec kiosk serve')}"]
        with running(command, log=office / "log", there=lambda: ready(port)):
            settings = "\n".join(line for line in started.splitlines() if line.startswith("export "))
            made = subprocess.run(
                ["bash", "-euc", f"cd {office}\n{settings}\n{invitation}"],
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                text=True,
            )
            script = terminal_side.replace("https://parking.example.tw", front.url)
            with kiosk_on_a_screen(script, office, **trusted) as terminal:
                terminal.wait_for("Code from the office:", seconds=PATIENCE)
                # As one types what was read aloud.
                terminal.send(made.stdout.strip().lower().replace("-", "") + "\r")
                shows_the_ticket(terminal)
        [token] = json.loads((office / "kept.json").read_text()).values()
        assert token not in (office / "log").read_text()


def ready(port: int) -> bool:
    try:
        return urllib3.request("GET", f"http://127.0.0.1:{port}/readyz", retries=False, timeout=2).status == 200
    except urllib3.exceptions.HTTPError:
        return False
