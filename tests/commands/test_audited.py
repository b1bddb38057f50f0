"""Whatever somebody does for the office by a command is a row of the audit under their name, in one transaction."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from kiosk.backend.domain.reconciliation import DifferenceKind
from kiosk.backend.payments import differences
from kiosk.backend.payments.differences import Found
from kiosk.backend.staff.operations import OPERATIONS
from kiosk.backend.staff.statements import audit as audit_statements
from kiosk.backend.staff.tables import audit
from kiosk.backend.store.database import Database
from tests.clock import START
from tests.commands.conftest import Run
from tests.commands.every import commands, names

MACHINE = {
    ("run",), ("serve",), ("desk",), ("trigger",), ("lookup",), ("explain",), ("qr",), ("doctor",), ("settings",),
    ("openapi",), ("logs", "tail"),
    ("printer", "test"), ("gateway", "check"), ("gateway", "simulate"),
}  # fmt: skip
"""They do nothing in the office's name: they run something, look at this machine, or are only for the demo."""
DATABASE = {("db", one) for one in ("upgrade", "seed", "backup", "check", "restore")}
"""They look after the database as a whole, the audit with it."""
FOR_NO_OFFICE = {
    ("terminal", "list"),
    ("fleet", "list"),
    ("fleet", "show"),
    ("fleet", "watch"),
    ("terminal", "store"),
    ("terminal", "enrol"),
    ("office", "list"),
    ("office", "show"),
    ("content", "list"),
    ("difference", "list"),
    ("audit", "verify"),
    ("audit", "money"),
}
"""Terminals, offices, articles, orders and the chain itself: nothing of a person is seen, nothing kept is changed."""
ACTS = {
    ("terminal", "add"): "terminal.add",
    ("terminal", "invite"): "terminal.invite",
    ("terminal", "revoke"): "terminal.revoke",
    ("terminal", "move"): "terminal.move",
    ("fleet", "close"): "fleet.close",
    ("fleet", "open"): "fleet.open",
    ("fleet", "settle"): "fleet.settle",
    ("office", "import"): "office.import",
    ("support",): "support.see",
    ("claim", "list"): "claim.list",
    ("claim", "grant"): "claim.grant",
    ("claim", "refuse"): "claim.refuse",
    ("claim", "undo"): "claim.undo",
    ("owner", "readmit"): "owner.readmit",
    ("staff", "add"): "staff.add",
    ("staff", "suspend"): "staff.suspend",
    ("staff", "roles"): "staff.roles",
    ("staff", "move"): "staff.move",
    ("staff", "list"): "staff.list",
    ("audit", "review"): "audit.review",
    ("content", "import"): "content.import",
    ("flood", "announce"): "flood.announce",
    ("tickets", "import"): "tickets.import",
    ("reconcile",): "money.reconcile",
    ("day-close",): "money.day-close",
    ("difference", "take"): "difference.take",
    ("difference", "close"): "difference.close",
}
"""Each command that acts for the office, and what it does by its name in the audit."""


@pytest.fixture(autouse=True)
def office_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set what seals the authenticators' keys: on a database server there is none without."""
    monkeypatch.setenv("KIOSK_BACKEND_OWNER_SECRET", "the secret of this office, long enough")


def rows(database: Database) -> list[Any]:
    with database.read() as connection:
        return list(connection.execute(audit.select().order_by(audit.c.number)).all())


def test_every_command_either_stands_in_the_audit_or_does_nothing_in_the_offices_name() -> None:
    assert names() == MACHINE | DATABASE | FOR_NO_OFFICE | set(ACTS)
    assert set(ACTS.values()) <= set(OPERATIONS)


@pytest.mark.parametrize("words", sorted(ACTS), ids=" ".join)
def test_a_command_of_the_office_leaves_one_row_with_who_gave_it(
    kiosk: Run, database: Database, database_url: str, words: tuple[str, ...], tmp_path: Path
) -> None:
    arguments, typed = commands(tmp_path)[words]
    ran = kiosk(*words, *arguments, "--database-url", database_url, typed=typed)
    (row,) = rows(database)
    assert row.operation == ACTS[words]
    assert "@" in row.who
    assert (row.staff_id, row.roles, row.case_number) == (None, "shell", None)
    done = row.outcome == "done"
    assert done == (ran.code == 0) or words == ("support",), "that there is no such failure is what was seen"
    assert bool(row.fields) == done


@pytest.mark.parametrize("words", sorted(ACTS), ids=" ".join)
def test_nothing_is_done_where_its_row_cannot_be_written(
    kiosk: Run, database: Database, database_url: str, words: tuple[str, ...], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def tables() -> list[Any]:
        with database.read() as connection:
            names = (
                "terminals", "terminal_invitations", "offices", "staff", "staff_roles", "articles", "flood_alerts",
                "tickets", "outbox",
            )  # fmt: skip
            return [connection.execute(text(f"SELECT count(*) FROM {name}")).scalar() for name in names]

    def fail(*_: object) -> None:
        raise OSError(28, "canary")

    monkeypatch.setattr(audit_statements, "add", fail)
    before = tables()
    arguments, typed = commands(tmp_path)[words]
    assert kiosk(*words, *arguments, "--database-url", database_url, typed=typed).code != 0
    assert tables() == before


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        (("claim", "grant", "0912-345-678"), ""),
        (("terminal", "revoke", "0912-345-678"), ""),
        (("staff", "suspend", "My password 0912-345-678"), ""),
        (("owner", "readmit"), "0912-345-678\n"),
        (("claim", "refuse", "C" + "9" * 300), ""),
    ],
    ids=lambda value: " ".join(value)[:20] if isinstance(value, tuple) else None,
)
def test_what_is_typed_in_a_wrong_place_does_not_stand_in_the_audit(
    kiosk: Run, database: Database, database_url: str, words: tuple[str, ...], typed: str
) -> None:
    kiosk(*words, "--database-url", database_url, typed=typed)
    (row,) = rows(database)
    assert row.subject is None
    assert "0912-345" not in repr(row)
    assert "0912345678" not in repr(row)


def test_a_dry_run_is_a_row_and_changes_nothing_else(
    kiosk: Run, database: Database, database_url: str, tmp_path: Path
) -> None:
    (file,), _ = commands(tmp_path)["tickets", "import"]
    assert kiosk("tickets", "import", file, "--dry-run", "--database-url", database_url).code == 0
    (row,) = rows(database)
    assert (row.operation, row.reason, row.fields, row.outcome) == ("tickets.import", "dry-run", "", "done")
    with database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM tickets")).scalar() == 0


def test_how_a_difference_was_closed_by_a_command_stands_in_its_row(
    kiosk: Run, database: Database, database_url: str, tmp_path: Path
) -> None:
    arguments, _ = commands(tmp_path)["difference", "close"]
    with database.write() as connection:
        found = Found(DifferenceKind.THEIRS_ONLY, "jkopay", "T-1", "P1", None, 48)
        differences.keep(connection, found, START.date(), START)
    assert kiosk("difference", "close", *arguments, "--database-url", database_url).code == 0
    (row,) = rows(database)
    assert (row.operation, row.subject, row.fields, row.reason) == ("difference.close", "1", "difference", "explained")
