"""Statements on the driver's own cursor find what SQLAlchemy finds, in the same transaction and with its errors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from kiosk.backend.ground.tables import idempotency_keys
from kiosk.backend.store.database import Database, DatabaseLostError
from kiosk.backend.store.migrate import upgrade
from kiosk.backend.store.prepared import Prepared
from kiosk.backend.terminals.tables import terminals

pytestmark = pytest.mark.each_database

MOMENT = datetime(2026, 11, 2, 3, 4, 5, 678901, tzinfo=UTC)
ADD_DEVICE = Prepared(insert(terminals), ("id", "name", "token_hash", "created_at"))
ADD_KEY = Prepared(insert(idempotency_keys), idempotency_keys.c.keys())
KEY: dict[str, Any] = {"terminal_id": "d", "key": "k", "request_hash": "h", "status": 201, "created_at": MOMENT}
BODY = bytes(range(256))


@pytest.fixture
def store(database_url: str) -> Any:
    database = Database(database_url)
    upgrade(database)
    with database.write() as connection:
        ADD_DEVICE.run_many(
            connection,
            [{"id": id, "name": "50% ?", "token_hash": id, "created_at": MOMENT} for id in ("d", "e")],
        )
        ADD_KEY.run(connection, **KEY, body=BODY)
    yield database
    database.close()


def test_values_go_in_and_come_out_as_by_way_of_sqlalchemy(store: Database) -> None:
    query = select(idempotency_keys).where(idempotency_keys.c.created_at == bindparam("at"))
    with store.read() as connection:
        found = Prepared(query).all(connection, at=MOMENT)
        assert found == [tuple(row) for row in connection.execute(query, {"at": MOMENT})]
        assert found == [("d", "k", "h", 201, BODY, MOMENT)]
        assert Prepared(query).first(connection, at=MOMENT + timedelta(microseconds=1)) is None
        # What stands in the statement itself need not be given, whatever marks it holds.
        named = Prepared(select(terminals.c.id).where(terminals.c.name == "50% ?").order_by(terminals.c.id))
        assert named.all(connection) == [("d",), ("e",)]


def test_a_change_tells_how_many_rows_it_changed_and_gives_back_what_it_returns(store: Database) -> None:
    revoke = update(terminals).where(terminals.c.id == bindparam("one")).values(revoked_at=bindparam("now"))
    with store.write() as connection:
        assert Prepared(revoke).run(connection, one="d", now=MOMENT) == 1
        assert Prepared(revoke).run(connection, one="nobody", now=MOMENT) == 0
        returning = Prepared(revoke.returning(terminals.c.revoked_at, terminals.c.id))
        assert returning.all(connection, one="e", now=MOMENT) == [(MOMENT, "e")]
    with store.read() as connection:
        assert connection.scalars(select(terminals.c.revoked_at)).all() == [MOMENT, MOMENT]


def test_it_is_part_of_the_transaction_around_it(store: Database) -> None:
    def work(connection: Connection) -> None:
        ADD_DEVICE.run(connection, id="f", name="f", token_hash="f", created_at=MOMENT)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.run(work)
    with store.read() as connection:
        assert connection.scalars(select(terminals.c.id).order_by(terminals.c.id)).all() == ["d", "e"]


def test_what_the_database_refuses_is_raised_as_ever_and_tells_no_values(store: Database) -> None:
    with pytest.raises(IntegrityError) as refused, store.write() as connection:
        ADD_KEY.run(connection, **KEY, body=b"another")
    assert isinstance(refused.value, DBAPIError)
    assert refused.value.params is None
    # The connection goes on being of use.
    with store.read() as connection:
        assert connection.scalar(select(terminals.c.id).limit(1))


def test_a_connection_that_is_lost_is_given_to_no_one_else(store: Database) -> None:
    if store.is_sqlite:
        pytest.skip("a file is not lost like that")

    def work(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.close()
        Prepared(select(terminals.c.id)).all(connection)

    with pytest.raises(DatabaseLostError):
        store.run(work)
    with store.read() as connection:
        assert len(Prepared(select(terminals.c.id)).all(connection)) == 2


def test_a_value_too_few_or_too_many_is_a_fault_of_the_program(store: Database) -> None:
    with store.write() as connection:
        with pytest.raises(TypeError, match="token_hash"):
            ADD_DEVICE.run(connection, id="f", name="f", created_at=MOMENT)
        with pytest.raises(TypeError, match="office"):
            ADD_DEVICE.run(connection, id="f", name="f", token_hash="f", created_at=MOMENT, office="x")


def test_a_list_of_no_fixed_length_cannot_be_prepared(store: Database) -> None:
    query = select(terminals.c.id).where(terminals.c.id.in_(bindparam("ids", expanding=True)))
    with store.read() as connection, pytest.raises(ValueError, match="no fixed length"):
        Prepared(query).all(connection, ids=["d"])
