"""Lists of what stands in a database: shown as data, never obeyed by the terminal."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert

from kiosk.backend.office.tables import articles, pass_products
from kiosk.backend.store.database import Database
from kiosk.backend.terminals.tables import terminals
from kiosk.commands.output import one_line, print_json, print_line
from tests.clock import START
from tests.commands.conftest import Run

HOSTILE = "a\x1b]52;c;AAAA\x07\x1b[2J\x9b31m\x9d0;x\x9c\u202eb\u200b\x7f\r\n\tc"


@pytest.fixture
def hostile(sqlite_url: str) -> str:
    """Return the address of a database in which every text that a list shows is hostile."""
    database = Database(sqlite_url)
    with database.write() as connection:
        connection.execute(insert(terminals).values(id="d1", name=HOSTILE, token_hash="t1", created_at=START))
        connection.execute(
            insert(articles).values(
                kind="notice", slug=HOSTILE, language="zh-TW", title=HOSTILE, body="", published_at=START
            )
        )
        connection.execute(
            insert(pass_products).values(code="p1", name=HOSTILE, translations="{}", vehicle_type="car", price=300)
        )
    database.close()
    return sqlite_url


@pytest.mark.parametrize("command", [("device", "list"), ("content", "list"), ("claim", "list")])
@pytest.mark.parametrize("options", [(), ("--json",)])
def test_no_list_lets_a_control_character_through(
    kiosk: Run, hostile: str, command: tuple[str, ...], options: tuple[str, ...]
) -> None:
    ran = kiosk(*command, *options, "--database-url", hostile)
    assert ran.code == 0
    assert [line for line in ran.out.split("\n") if line and not line.isprintable()] == []
    if options and command[0] == "device":
        # A program still gets what is there.
        assert json.loads(ran.out)["devices"][0]["name"] == HOSTILE


@given(st.text())
def test_whatever_is_printed_is_one_line_that_a_terminal_shows(text: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        written: list[str] = []
        patched.setattr("sys.stdout.write", written.append)
        print_json({"key": text})
        print_line("first", text)
    as_json, as_line = written
    assert json.loads(as_json) == {"key": text}
    assert as_json.removesuffix("\n").isprintable()
    assert as_line.removeprefix("first  ").removesuffix("\n") == one_line(text)
    assert "\n" not in one_line(text)
