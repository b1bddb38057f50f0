from __future__ import annotations

from sqlalchemy import insert

from kiosk.backend.messages import owner_log
from kiosk.backend.proof import code_limits
from kiosk.backend.proof.tables import code_failures
from kiosk.backend.store.database import Database
from tests.backend.owner_rows import add_owner
from tests.clock import ManualClock
from tests.commands.conftest import Run

MOBILE = "0912345678"


def test_the_counter_lets_a_number_have_codes_again(
    kiosk: Run, database: Database, database_url: str, clock: ManualClock
) -> None:
    owner = add_owner(database, mobile=MOBILE)
    database.run(lambda connection: code_limits.hold_number(connection, MOBILE))
    wrong = {"mobile": MOBILE, "terminal_id": "kiosk-1", "at": clock.now()}
    database.run(lambda connection: connection.execute(insert(code_failures), [wrong] * 30))
    at = ["owner", "readmit", "--database-url", database_url]
    first = kiosk(*at, typed="0912-345-678\n")
    assert (first.code, "forgotten" in first.err) == (0, True)
    second = kiosk(*at, typed="+886 912 345 678\n")
    assert (second.code, "Nothing stood against" in second.err) == (0, True)
    with database.read() as connection:
        assert code_limits.barred(connection, MOBILE, 5, clock.now()) is None
        messages = owner_log.inbox(connection, owner).messages
    assert [message.kind for message in messages] == ["readmitted"]


def test_what_is_no_number_is_said_so_and_not_repeated(kiosk: Run, database_url: str) -> None:
    done = kiosk("owner", "readmit", "--database-url", database_url, typed="12345\n")
    assert done.code == 2
    assert "12345" not in done.err + done.out
