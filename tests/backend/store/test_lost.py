"""Why a database cannot be used, from what a real server says, from what is none, and from faulty files."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError

from kiosk.backend.store.database import Database, DatabaseLostError
from kiosk.backend.store.lost import why
from kiosk.i18n import Texts


def reason(url: str) -> str:
    database = Database(url)
    try:
        with pytest.raises(DatabaseLostError) as lost, database.read():
            pass
    finally:
        database.close()
    found = why(lost.value)
    assert found is not None
    return Texts("en")(found)


class Refuses(socketserver.BaseRequestHandler):
    """Behaves as a web server that takes PostgreSQL's first bytes for a faulty request."""

    def handle(self) -> None:
        self.request.recv(8)
        self.request.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


@contextmanager
def web_server() -> Iterator[int]:
    with socketserver.TCPServer(("127.0.0.1", 0), Refuses) as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.01,))
        serving.start()
        yield server.server_address[1]
        server.shutdown()
        serving.join()


def test_a_user_or_a_database_that_a_server_has_not_is_named(postgres_server: str) -> None:
    there = make_url(postgres_server.format(name="kiosk_template"))
    strange_user = there.set(username="no_such_user").render_as_string(hide_password=False)
    assert reason(strange_user) == "it has no user of this name"
    assert "no database of this name" in reason(postgres_server.format(name="no_such_database"))


@pytest.mark.parametrize("tls", ["prefer", "require", "disable"])
def test_another_program_at_the_port_is_said_to_be_no_server(tls: str) -> None:
    with web_server() as port:
        said = reason(f"postgresql://me@127.0.0.1:{port}/kiosk?sslmode={tls}")
    assert said == "what listens there is no PostgreSQL: is the port right?"


def test_where_nothing_listens_that_is_said() -> None:
    assert "nothing listens there" in reason("postgresql://me@127.0.0.1:1/kiosk")


def test_a_file_that_is_none_of_sqlites_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "kiosk.sqlite3").write_bytes(b"something else " * 1000)
    assert "is no SQLite database" in reason(f"sqlite:///{tmp_path}/kiosk.sqlite3")


@pytest.mark.parametrize("place", ["no folder/kiosk.sqlite3", "folder"])
def test_a_file_that_cannot_be_opened_is_said_to_be_so(tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()
    assert "cannot be opened" in reason(f"sqlite:///{tmp_path}/{place}")


def test_a_file_that_is_damaged_is_said_to_be_so(sqlite_url: str) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    whole = file.read_bytes()
    # The head is left, and so it is still one of SQLite's.
    file.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))
    assert "is damaged" in reason(sqlite_url)


def test_what_a_statement_says_is_no_reason_that_its_database_cannot_be_used(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with pytest.raises(DatabaseError) as failed, database.read() as connection:
        connection.exec_driver_sql("SELECT certificate FROM recovery")
    database.close()
    assert why(failed.value) is None
