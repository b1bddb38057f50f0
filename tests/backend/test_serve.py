"""The backend as a process: how it is started, how it ends, and what it says when it cannot live."""

from __future__ import annotations

import contextlib
import fcntl
import gc
import json
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import urllib3

from kiosk import __version__
from kiosk.backend import serve
from kiosk.backend.assembly import phones_reach_us, reachable_from
from kiosk.backend.configuration import ServeOptions
from kiosk.backend.domain.validity import TariffError
from kiosk.backend.forgetting import USUAL, forgetting
from kiosk.backend.ground import rules
from kiosk.backend.http.phones import MOST
from kiosk.backend.log import Lines
from kiosk.backend.start_errors import NOT_SET_UP, PORT_TAKEN
from kiosk.backend.store.database import Database
from kiosk.commands.exits import Exit
from kiosk.commands.serve import WHILE_STARTING
from kiosk.commands.troubles import report
from kiosk.settings import BackendSettings
from tests.backend.rows import add_ticket, ticket_number
from tests.clock import START
from tests.patience import PATIENCE

TOKEN = "canary-token-of-the-embedded-kiosk-000000000"
SECRETS = {"device_token": TOKEN, "provider_secret": "canary-secret"}

PARENT = """
import os, subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, pass_fds=[int(n) for n in os.environ["PASS"].split()])
print(child.pid, flush=True)
child.wait()
"""


@contextmanager
def embedded(
    url: str, *, parent: tuple[str, ...] = (), for_phones: socket.socket | None = None, monitor: int | None = None
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Start it as the kiosk does: a listening socket and the secrets handed down, its standard input held open."""
    read, write = os.pipe()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        more = f"metrics_port={monitor}, "
        if for_phones is not None:
            more += f"lan=True, phones_fd={for_phones.fileno()}, "
        options = f"ServeOptions(fd={listening.fileno()}, secrets_fd={read}, {more}demo=True, database_url={url!r})"
        program = (
            "import sys; from kiosk.backend.configuration import ServeOptions; from kiosk.backend.serve import main; "
            f"sys.exit(main({options}))"
        )
        process = subprocess.Popen(
            [*parent, sys.executable, "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=(listening.fileno(), read, *(() if for_phones is None else (for_phones.fileno(),))),
            env={**os.environ, "PASS": f"{listening.fileno()} {read}"},
        )
        os.write(write, json.dumps(SECRETS).encode())
        os.close(read)
        os.close(write)
    try:
        yield process, address
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


def ask(address: str, path: str) -> int:
    with urllib3.PoolManager(retries=False) as pool:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        return pool.request("GET", address + path, headers=headers, timeout=PATIENCE).status


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


@pytest.mark.long
def test_it_serves_on_the_socket_it_was_given_until_its_parent_goes(sqlite_demo_url: str) -> None:
    with embedded(sqlite_demo_url) as (process, address):
        # Asked at once: the socket listens already, so no one is turned away.
        assert ask(address, "/v1/service") == 200
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None
        _, said = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
    lines = [json.loads(line) for line in said.decode().splitlines()]
    assert "serving" in [line.get("event") for line in lines]
    assert b"canary" not in said


@pytest.mark.long
def test_a_backend_on_any_free_port_tells_its_address_and_its_version(sqlite_demo_url: str) -> None:
    command = [sys.executable, "-m", "kiosk", "serve", "--demo", "--port", "0", "--database-url", sqlite_demo_url]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        reported = process.stdout.readline().decode().split()
        assert reported[:3] == ["kiosk", __version__, "serves"]
        assert ask(reported[3], "/readyz") == 200
        process.terminate()
        _, said = process.communicate(timeout=PATIENCE)
    serving = next(line for line in map(json.loads, said.decode().splitlines()) if line.get("event") == "serving")
    assert (serving["address"], serving["version"]) == (reported[3], __version__)


@pytest.mark.long
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_well(sqlite_demo_url: str, number: signal.Signals) -> None:
    with embedded(sqlite_demo_url) as (process, address):
        assert ask(address, "/readyz") == 200
        process.send_signal(number)
        process.communicate(timeout=PATIENCE)
        assert process.returncode == 0


def test_a_killed_kiosk_leaves_no_backend_behind(sqlite_demo_url: str) -> None:
    with embedded(sqlite_demo_url, parent=(sys.executable, "-c", PARENT)) as (parent, address):
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert ask(address, "/readyz") == 200
        parent.kill()
        try:
            # The pipes of the child are the test's too: they end when it does.
            parent.communicate(timeout=PATIENCE)
            assert gone(child)
        finally:
            if not gone(child):
                os.kill(child, signal.SIGKILL)


@pytest.mark.long
@pytest.mark.parametrize("killed", [False, True])
def test_a_backend_that_still_prepares_ends_with_its_parent(tmp_path: Path, killed: bool) -> None:
    holder = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(holder, fcntl.LOCK_EX)  # as another process does that prepares the same folder, for ever
    parent = (sys.executable, "-c", PARENT) if killed else ()
    with embedded(f"sqlite:///{tmp_path}/kiosk.sqlite3", parent=parent) as (process, _):
        assert process.stderr is not None
        assert any(json.loads(line).get("stage") == "waiting" for line in process.stderr)
        if killed:
            process.kill()
        # Standard input is closed; the other pipes end with the backend, whose standard error is the parent's too.
        process.communicate(timeout=PATIENCE)
    os.close(holder)


DISK, DATABASE = Exit.DISK, Exit.DATABASE


def started(options: ServeOptions) -> int:
    """Start a backend as the command does; return the exit code."""
    try:
        serve.main(options)
    except Exception as error:  # noqa: BLE001  as the command
        return report(error)
    return 0


def spare_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "open_log", lambda: None)
    monkeypatch.setattr(serve, "Parent", lambda: None)


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave this process's own log and standard input as they are, and serve nothing."""

    def served(*_: object) -> None:
        raise AssertionError("it started all the same")

    spare_this_process(monkeypatch)
    monkeypatch.setattr(serve, "_serve", served)


@pytest.mark.usefixtures("quiet")
def test_a_port_in_use_is_said_in_one_sentence(sqlite_demo_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code = started(ServeOptions(port=port, demo=True, database_url=sqlite_demo_url))
    assert code == PORT_TAKEN
    assert capsys.readouterr().err == f"Cannot listen on port {port} of 127.0.0.1: Address already in use.\n"


@pytest.mark.usefixtures("quiet")
def test_a_folder_that_cannot_be_used_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    assert started(ServeOptions(port=0, demo=True)) == DISK
    assert capsys.readouterr().err == f"{tmp_path}/data cannot be used: File exists.\n"


@pytest.mark.usefixtures("quiet")
def test_a_file_that_cannot_be_made_is_named_and_not_the_one_that_was_to_become_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path}/not there/kiosk.sqlite3"
    assert started(ServeOptions(port=0, database_url=url)) == DISK
    assert capsys.readouterr().err == f"{tmp_path}/not there/kiosk.key cannot be used: No such file or directory.\n"


@pytest.mark.usefixtures("quiet")
def test_a_file_that_is_no_database_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kiosk.sqlite3").write_bytes(b"something else " * 1000)
    assert started(ServeOptions(port=0, demo=True, database_url=f"sqlite:///{tmp_path}/kiosk.sqlite3")) == DATABASE
    assert capsys.readouterr().err.startswith("The database cannot be used: its file is no SQLite database: ")


@pytest.mark.usefixtures("quiet")
def test_a_database_that_another_program_holds_is_said(
    sqlite_demo_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("kiosk.backend.store.database.BUSY_TIMEOUT", 0.05)
    holder = sqlite3.connect(sqlite_demo_url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert started(ServeOptions(port=0, demo=True, database_url=sqlite_demo_url)) == DATABASE
    holder.close()
    assert capsys.readouterr().err == "Another program holds the database and did not let go of it: try again.\n"


@pytest.mark.usefixtures("quiet")
def test_the_demo_does_not_touch_real_tickets(sqlite_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    database = Database(sqlite_url)
    add_ticket(database, ticket_number(1), START.date(), plate="AAA-0001")
    database.close()
    assert started(ServeOptions(port=0, demo=True, database_url=sqlite_url)) == DATABASE
    assert capsys.readouterr().err == (
        "The database holds real tickets, which the demo does not touch: drop --demo or give --no-demo.\n"
    )


@pytest.fixture
def served_with(monkeypatch: pytest.MonkeyPatch) -> list[BackendSettings]:
    """Serve nothing, and note with which settings it would have been served."""
    seen: list[BackendSettings] = []
    spare_this_process(monkeypatch)
    monkeypatch.setattr(serve, "_serve", lambda _options, settings, *_: seen.append(settings))
    return seen


def test_without_a_platform_it_serves_and_says_what_it_cannot_do(
    sqlite_url: str, served_with: list[BackendSettings], capsys: pytest.CaptureFixture[str]
) -> None:
    assert started(ServeOptions(port=0, database_url=sqlite_url)) == 0
    assert len(served_with) == 1
    said = capsys.readouterr().err
    assert "No payment platform is set up (provider_url in [backend])" in said
    assert "no tickets yet" not in said  # the register was filled once, with nothing


def test_without_a_register_it_says_so_at_its_start(
    tmp_path: Path, served_with: list[BackendSettings], capsys: pytest.CaptureFixture[str]
) -> None:
    assert started(ServeOptions(port=0, database_url=f"sqlite:///{tmp_path}/new.sqlite3")) == 0
    assert "There are no tickets yet" in capsys.readouterr().err


def test_a_kiosks_own_secret_does_not_take_the_place_of_the_platforms(
    sqlite_url: str, served_with: list[BackendSettings], monkeypatch: pytest.MonkeyPatch
) -> None:
    own = "the secret that was agreed with the platform"
    monkeypatch.setenv("KIOSK_BACKEND_PROVIDER_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("KIOSK_BACKEND_PROVIDER_SECRET", own)
    read, write = os.pipe()
    os.write(write, json.dumps(SECRETS).encode())
    os.close(write)
    assert started(ServeOptions(port=0, database_url=sqlite_url, secrets_fd=read)) == 0
    assert served_with[0].provider_secret.get_secret_value() == own


@pytest.mark.parametrize(("name", "value"), [("PROVIDER_URL", "https://pay.example.tw"), ("PROVIDER_SECRET", "s" * 32)])
@pytest.mark.usefixtures("quiet")
def test_half_a_payment_platform_is_refused(
    name: str, value: str, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(f"KIOSK_BACKEND_{name}", value)
    assert started(ServeOptions(port=0, database_url=sqlite_url)) == NOT_SET_UP
    said = capsys.readouterr().err
    assert "provider_url" in said
    assert "provider_secret" in said


def test_a_machine_without_secrets_makes_itself_one_and_keeps_it(
    sqlite_url: str, served_with: list[BackendSettings]
) -> None:
    for _ in range(2):
        assert started(ServeOptions(port=0, database_url=sqlite_url)) == 0
    first, second = (settings.owner_secret.get_secret_value() for settings in served_with)
    assert first == second
    assert len(first) >= 32
    file = Path(sqlite_url.removeprefix("sqlite:///")).with_suffix(".key")
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("quiet")
def test_a_key_file_with_something_else_in_it_is_named(sqlite_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///")).with_suffix(".key")
    file.write_text("canary")
    assert started(ServeOptions(port=0, database_url=sqlite_url)) == NOT_SET_UP
    said = capsys.readouterr().err
    assert file.name in said
    assert "canary" not in said


@pytest.mark.usefixtures("quiet")
def test_replicas_without_a_common_secret_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert started(ServeOptions(port=0, database_url="postgresql://127.0.0.1:1/kiosk")) == NOT_SET_UP
    assert "owner_secret" in capsys.readouterr().err


@pytest.mark.usefixtures("quiet")
def test_made_up_tickets_are_not_served_outside_the_demo(
    sqlite_demo_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert started(ServeOptions(port=0, database_url=sqlite_demo_url)) == DATABASE
    assert "made-up tickets" in capsys.readouterr().err


@pytest.mark.usefixtures("quiet")
def test_a_mistake_in_the_settings_is_named_without_its_value(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KIOSK_BACKEND_THREADS", "canary")
    assert started(ServeOptions(port=0, demo=True)) == NOT_SET_UP
    said = capsys.readouterr().err
    assert said.startswith("The settings cannot be used.\nKIOSK_BACKEND_THREADS: Input should be a valid integer")
    assert "canary" not in said


@pytest.mark.usefixtures("quiet")
def test_a_tariff_that_cannot_be_used_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise TariffError("rates.toml: line 3")

    monkeypatch.setattr(rules, "tariff", broken)
    assert started(ServeOptions(port=0, demo=True)) == NOT_SET_UP
    assert capsys.readouterr().err == "The settings cannot be used: rates.toml: line 3\n"


@pytest.mark.parametrize("written", [b"", b"{", b"canary\n", b"\xff\xff\n"])
@pytest.mark.usefixtures("quiet")
def test_secrets_that_cannot_be_read_are_not_repeated(written: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    read, write = os.pipe()
    os.write(write, written)
    os.close(write)
    assert started(ServeOptions(port=0, demo=True, secrets_fd=read)) == NOT_SET_UP
    assert capsys.readouterr().err == "The secrets could not be read from --secrets-fd.\n"


def test_phones_are_sent_to_an_address_that_is_not_loopback_only_when_asked() -> None:
    address = "http://127.0.0.1:8080"
    assert reachable_from(address, lan=False) == address
    shown = reachable_from(address, lan=True)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            assert shown == f"http://{probe.getsockname()[0]}:8080"
        except OSError:
            assert shown == address


def test_a_log_whose_reader_has_gone_holds_up_no_one() -> None:
    read, write = os.pipe()
    lines = Lines(write)
    os.close(read)
    lines.write("one")
    lines.flush()
    assert lines.dropped == 1
    os.close(write)


def test_lines_are_written_in_their_order_and_faults_at_once() -> None:
    read, write = os.pipe()
    lines = Lines(write)
    for number in range(100):
        lines.info(f"line {number}")
    lines.error("fault \ud800")
    with os.fdopen(read, "rb") as pipe:
        assert [pipe.readline() for _ in range(101)] == [
            *(f"line {number}\n".encode() for number in range(100)),
            b"fault \\ud800\n",
        ]
    os.close(write)


@pytest.mark.long
def test_figures_are_reported_at_a_port_of_their_own_and_nowhere_else(sqlite_demo_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monitor = f"http://127.0.0.1:{port}"
    with embedded(sqlite_demo_url, monitor=port) as (_, kiosk):
        assert ask(kiosk, "/readyz") == 200
        assert ask(kiosk, "/metrics") == 404
        assert [ask(monitor, path) for path in ("/readyz", "/v1/service", "/P/0000000000")] == [404, 404, 404]
        with urllib3.PoolManager(retries=False) as pool:
            reported = pool.request("GET", f"{monitor}/metrics", timeout=PATIENCE)
        assert reported.headers["content-type"].startswith("text/plain")
        assert b"kiosk_http_requests_total" in reported.data


@pytest.mark.long
def test_with_lan_phones_have_a_socket_of_their_own_and_take_nothing_from_the_kiosks(sqlite_demo_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as for_phones:
        phones = f"http://127.0.0.1:{for_phones.getsockname()[1]}"
        few = ("sh", "-c", 'ulimit -Sn 256 && exec "$@"', "sh")
        with (
            embedded(sqlite_demo_url, parent=few, for_phones=for_phones) as (process, kiosk),
            contextlib.ExitStack() as half,
        ):
            assert ask(kiosk, "/v1/service") == 200
            # The kiosks' connections, the phones', and what else is opened.
            assert resource.prlimit(process.pid, resource.RLIMIT_NOFILE)[0] == 1000 + MOST + 200
            assert ask(phones, "/P/0000000000") == 404
            assert [ask(phones, path) for path in ("/v1/service", "/metrics", "/readyz")] == [404, 404, 404]
            kiosks = urlsplit(kiosk)
            for address in ((kiosks.hostname, kiosks.port), for_phones.getsockname()):
                assert first_of(address, b"GET / HTTP/1.1\r\nx: " + b"a" * 40_000 + b"\r\n\r\n") == b"HTTP/1.1 431"
            for _ in range(MOST + 20):
                other = half.enter_context(socket.create_connection(for_phones.getsockname()))
                with contextlib.suppress(ConnectionError):
                    other.sendall(b"GET /P/0000000000 HTTP/1.1\r\nx: half")
            assert first_of(for_phones.getsockname(), b"GET /P/0000000000 HTTP/1.1\r\n\r\n") == b""
            assert ask(kiosk, "/v1/service") == 200
            assert ask(kiosk, "/readyz") == 200


def first_of(address: Any, sent: bytes) -> bytes:
    """Return the first twelve bytes that a server answers to what is sent; none where it closes at once."""
    with socket.create_connection(address, timeout=PATIENCE) as line, contextlib.suppress(ConnectionError):
        line.sendall(sent)
        return line.recv(12, socket.MSG_WAITALL)
    return b""


def test_phones_are_offered_nothing_where_the_only_address_is_this_machines_own() -> None:
    office, reported = BackendSettings(), BackendSettings(public_url="https://pay.example.tw")
    assert not phones_reach_us(office, lan=False)
    assert phones_reach_us(office, lan=True)
    assert phones_reach_us(reported, lan=False)
    assert phones_reach_us(BackendSettings(demo=True), lan=False)


async def test_garbage_is_looked_for_less_while_it_starts_and_as_usual_while_it_serves() -> None:
    before = gc.get_threshold()
    gc.set_threshold(*WHILE_STARTING)
    try:
        async with forgetting():
            assert gc.get_threshold() == USUAL
    finally:
        gc.set_threshold(*before)
