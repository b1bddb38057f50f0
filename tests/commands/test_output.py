"""Lists of what stands in a database: shown as data, never obeyed by the terminal."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert

from kiosk.backend.office.tables import articles, offices, pass_products
from kiosk.backend.owners.tables import owners
from kiosk.backend.payments.tables import differences
from kiosk.backend.staff.tables import staff
from kiosk.backend.store.database import Database
from kiosk.backend.terminals.tables import terminals
from kiosk.backend.vehicles.tables import claims
from kiosk.commands.output import one_line, print_json, print_line
from tests.clock import START
from tests.commands.conftest import Run
from tests.commands.every import names

LISTS = [
    ("terminal", "list"), ("content", "list"), ("claim", "list"), ("office", "list"), ("staff", "list"),
    ("fleet", "list"), ("difference", "list"), ("office", "show", "o1"), ("fleet", "show", "d1"),
]  # fmt: skip

STAFF = "lin.yl"

HOSTILE = "a\x1b]52;c;AAAA\x07\x1b[2J\x9b31m\x9d0;x\x9c\u202eb\u200b\x7f\r\n\tc"


SEEN = "AAAA"
"""What is left of it for people."""


@pytest.fixture
def hostile(sqlite_url: str) -> str:
    """Return the address of a database in which every text that a list shows is hostile."""
    database = Database(sqlite_url)
    with database.write() as connection:
        connection.execute(
            insert(offices).values(
                code="o1", name=HOSTILE, name_en=HOSTILE, phone=HOSTILE[:30], hours="Mo-Fr 08:30-17:30", nearest=None
            )
        )
        connection.execute(
            insert(terminals).values(
                id="d1", name=HOSTILE, token_hash="t1", created_at=START, office=HOSTILE, version=HOSTILE,
                printer=HOSTILE, closed_for=HOSTILE, closed_at=START, closed_by=HOSTILE,
            )
        )  # fmt: skip
        connection.execute(
            insert(staff).values(
                id="s1", name=STAFF, display_name=HOSTILE, office=HOSTILE, password_hash="", factor_key=b"",
                made_at=START, used_at=START,
            )
        )  # fmt: skip
        connection.execute(
            insert(owners).values(id="w1", mobile="0912345678", notice="text", registered_at=START, changed_at=START)
        )
        connection.execute(
            insert(claims).values(number=HOSTILE, owner_id="w1", plate="BKZ-5937", vehicle_type="car", made_at=START)
        )
        connection.execute(
            insert(differences).values(
                kind="theirs-only", provider=HOSTILE, reference=HOSTILE, order_number=HOSTILE, day=START.date(),
                found_at=START, owner=HOSTILE,
            )
        )  # fmt: skip
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


def unprintable(text: str) -> list[str]:
    return [line for line in text.split("\n") if line and not line.isprintable()]


@pytest.mark.parametrize("command", LISTS, ids=" ".join)
def test_no_list_lets_a_control_character_through(kiosk: Run, hostile: str, command: tuple[str, ...]) -> None:
    ran = kiosk(*command, "--database-url", hostile)
    assert ran.code == 0
    assert unprintable(ran.out) == []
    assert SEEN in "".join(ran.out.split())
    as_json = kiosk(*command, "--json", "--database-url", hostile)
    assert as_json.code == 0
    assert unprintable(as_json.out) == []
    # A program still gets what is there.
    assert json.dumps(HOSTILE) in json.dumps(json.loads(as_json.out))


def test_every_list_that_there_is_is_tried() -> None:
    assert {command for command in LISTS if command[-1] == "list"} == {name for name in names() if name[-1] == "list"}


def test_an_office_whose_name_a_terminal_would_obey_gets_no_staff_and_is_not_named_in_a_sentence(
    kiosk: Run, hostile: str
) -> None:
    ran = kiosk("staff", "move", STAFF, "--office", "o1", "--database-url", hostile)
    assert ran.code == 1
    assert ran.err.isascii()
    assert unprintable(ran.err) == []


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
