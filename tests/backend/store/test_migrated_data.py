"""What stands in a database when a migration comes to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from kiosk.backend.store import migrate
from kiosk.backend.store.database import Database

pytestmark = pytest.mark.each_database


@pytest.fixture
def before(database: Database, tmp_path: Path) -> Iterator[Database]:
    """Return a database with nothing in it."""
    if database.is_sqlite:
        empty = Database(f"sqlite:///{tmp_path}/before.sqlite3")
        yield empty
        empty.close()
        return
    with database.write() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    yield database


def upgraded(database: Database, at: str, to: str, rows: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bring an empty database to one step, put rows into it, and bring it to another."""
    monkeypatch.setattr(migrate, "head", lambda: at)
    migrate.upgrade(database)
    with database.write() as connection:
        for statement in rows.split(";")[:-1]:
            connection.execute(text(statement))
    monkeypatch.setattr(migrate, "head", lambda: to)
    migrate.upgrade(database)


MONEY = """
INSERT INTO terminals (id, name, token_hash, created_at, version) VALUES ('k', 'k', 'k', 0, '');
INSERT INTO payments (id, number, link_code, device_id, provider, amount, fee, state, version, created_at, expires_at,
    changed_at, paid_at, receipt_number, provider_reference) VALUES
    ('a', '1', '1', 'k', 'jkopay', 48, 2, 'paid', 3, 0, 1, 2, 5, 'R1', 'T1'),
    ('b', '2', '2', 'k', 'jkopay', 48, 0, 'paid', 3, 0, 1, 2, 6, 'R2', 'T1'),
    ('c', '3', '3', 'k', 'jkopay', 48, 0, 'refund-due', 3, 0, 1, 2, NULL, NULL, 'T3'),
    ('d', '4', '4', 'k', 'easywallet', 48, 0, 'refunded', 3, 0, 1, 2, NULL, NULL, NULL),
    ('e', '5', '5', 'k', 'jkopay', 48, 0, 'processing', 3, 0, 1, 2, NULL, NULL, 'T5');
INSERT INTO refunds (payment_id, reason, amount, status, created_at, done_at) VALUES
    ('c', 'late', 48, 'due', 7, NULL),
    ('d', 'amount-differs', 49, 'refunded', 8, 9);
"""


def test_what_was_taken_and_given_back_before_movements_were_kept_has_its_rows(
    before: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgraded(before, "0015", "0016", MONEY, monkeypatch)
    with before.read() as connection:
        kept = connection.execute(
            text(
                "SELECT payment_id, provider, reference, kind, amount, heard_at, heard_by FROM movements ORDER BY 1, 4"
            )
        ).all()
        back = connection.execute(
            text(
                "SELECT r.id, r.payment_id, m.payment_id, r.reason, r.amount, r.status, r.created_at, r.done_at "
                "FROM refunds r JOIN movements m ON m.sequence = r.charge ORDER BY 1"
            )
        ).all()
    assert [tuple(row) for row in kept] == [
        ("a", "jkopay", "T1", "charge", 50, 5, "earlier"),
        ("b", "jkopay", "order-2", "charge", 48, 6, "earlier"),
        ("c", "jkopay", "T3", "charge", 48, 7, "earlier"),
        ("d", "easywallet", "order-4", "charge", 49, 8, "earlier"),
        ("d", "easywallet", "d", "refund", 49, 9, "earlier"),
    ]
    assert [tuple(row) for row in back] == [
        ("c", "c", "c", "late", 48, "due", 7, None),
        ("d", "d", "d", "amount-differs", 49, "refunded", 8, 9),
    ]


HELD = """
INSERT INTO terminals (id, name, token_hash, created_at, version) VALUES ('k', 'k', 'k', 0, '');
INSERT INTO tickets (number, plate, vehicle_type, issued, parked_at, rate, fee, due_on, status) VALUES
    ('Q1', 'BKZ-5937', 'car', 'paper', 0, 'r', 50, '2026-01-01', 'owed');
INSERT INTO payments (id, number, link_code, device_id, provider, amount, fee, state, version, created_at, expires_at,
    changed_at) VALUES
    ('a', '1', '1', 'k', 'jkopay', 48, 0, 'expired', 2, 0, 1, 2),
    ('b', '2', '2', 'k', 'jkopay', 48, 0, 'waiting', 1, 0, 1, 2),
    ('c', '3', '3', 'k', 'jkopay', 48, 0, 'waiting', 1, 0, 1, 2);
INSERT INTO payment_tickets (payment_id, ticket_number, holds) VALUES ('a', 'Q1', 0), ('b', 'Q1', 1);
"""


def test_holds_from_before_are_ours_and_another_register_may_have_the_same_number(
    before: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgraded(before, "0016", "0017", HELD, monkeypatch)
    kept = "SELECT payment_id, register, ticket_number, holds FROM payment_tickets ORDER BY 1"
    hold = "INSERT INTO payment_tickets (payment_id, register, ticket_number, holds) VALUES ('c', '{}', 'Q1', 1)"
    with before.read() as connection:
        assert connection.execute(text(kept)).all() == [("a", "local", "Q1", 0), ("b", "local", "Q1", 1)]
    with pytest.raises(IntegrityError), before.write() as connection:
        connection.execute(text(hold.format("local")))
    with before.write() as connection:
        # No ticket of ours has to stand for it.
        connection.execute(text(hold.format("hsinchu")))


REFUNDS = """
INSERT INTO terminals (id, name, token_hash, created_at, version) VALUES ('k', 'k', 'k', 0, '');
INSERT INTO payments (id, number, link_code, device_id, provider, amount, fee, state, version, created_at, expires_at,
    changed_at) VALUES ('a', '1', '1', 'k', 'jkopay', 48, 2, 'refund-due', 3, 0, 1, 2);
INSERT INTO movements (sequence, provider, reference, payment_id, kind, amount, heard_at, heard_by) VALUES
    (7, 'jkopay', 'T1', 'a', 'charge', 50, 1, 'message');
INSERT INTO refunds (id, payment_id, charge, reason, amount, status, created_at, ordered_by, case_number) VALUES
    ('r', 'a', 7, 'wrong-ticket', 50, 'due', 8, 'wang', 'D1');
"""


def test_a_refund_of_a_whole_charge_stays_one(before: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    upgraded(before, "0024", "0025", REFUNDS, monkeypatch)
    with before.read() as connection:
        kept = connection.execute(
            text("SELECT id, charge, charged, given_before, amount, status, ordered_by, case_number FROM refunds")
        ).one()
    assert tuple(kept) == ("r", 7, 50, 0, 50, "due", "wang", "D1")
