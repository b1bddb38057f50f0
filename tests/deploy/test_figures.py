"""What the office's monitor sees move: payments, refusals, the database, the day's jobs, the version."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from concurrent.futures import Executor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kiosk import __version__
from kiosk.backend.configuration import connections
from kiosk.backend.gateways.platform import signatures
from kiosk.backend.ground.outbox import Kind
from kiosk.backend.metrics import OUTBOX_DUE
from kiosk.backend.store.database import Database, DatabaseBusyError
from kiosk.backend.worker import _WORK, Worker
from kiosk.clock import ShiftedClock
from tests.backend.caller import Caller
from tests.backend.payment_stage import make_stage
from tests.clock import START, ManualClock
from tests.live_backend import LiveBackend
from tests.patience import PATIENCE, wait_until
from tests.source import ROOT


def figure(caller: Caller, name: str) -> float:
    """Return a figure as it is reported, 0 where it has not been counted yet."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", caller.backend.figures(), re.MULTILINE)
    return 0.0 if found is None else float(found[1])


@pytest.fixture
def kiosk(backend: LiveBackend) -> Iterator[Caller]:
    with Caller(backend) as caller:
        yield caller


@pytest.mark.long
def test_payments_are_counted_by_provider_and_state(kiosk: Caller) -> None:
    names = [
        f'kiosk_payments_total{{provider="jkopay",state="{state}"}}' for state in ("waiting", "processing", "paid")
    ]
    before = [figure(kiosk, name) for name in names]
    payment = kiosk.pay()
    with kiosk.watching(payment) as stream:
        kiosk.confirm(payment)
        assert stream.events()[-1].json["state"] == "paid"
    # One payment, once in each state, however often it was touched in one.
    assert [figure(kiosk, name) for name in names] == [count + 1 for count in before]


def test_a_payment_that_is_not_kept_is_not_counted(backend: LiveBackend, kiosk: Caller) -> None:
    name = 'kiosk_payments_total{provider="jkopay",state="waiting"}'
    payment = kiosk.pay()
    before = figure(kiosk, name)
    request = {"bills": payment["bills"], "provider": "jkopay", "expected": payment["amount"]}
    assert kiosk.call("POST", "/v1/payments", request, headers={"Idempotency-Key": "another"}).status == 409
    assert figure(kiosk, name) == before


def test_a_message_that_is_not_signed_is_counted_by_why(kiosk: Caller) -> None:
    name = 'kiosk_provider_messages_rejected_total{provider="jkopay",why="signature"}'
    before = figure(kiosk, name)
    now = str(int(ShiftedClock(START).now().timestamp()))
    headers = {signatures.TIMESTAMP: now, signatures.SIGNATURE: "0" * 64}
    assert kiosk.call("POST", "/v1/providers/jkopay/messages", {}, headers=headers, token=False).status == 403
    assert figure(kiosk, name) == before + 1


def test_what_a_stranger_makes_up_adds_no_line(kiosk: Caller) -> None:
    kiosk.call("POST", "/v1/providers/made-up-by-me/messages", json.dumps({}).encode(), token=False)
    assert "made-up-by-me" not in kiosk.backend.figures()


def test_errors_of_the_database_are_counted_by_what_they_mean(
    kiosk: Caller, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(sqlite_url, pool_size=1)
    faults, waits = (f'kiosk_database_errors_total{{meaning="{meaning}"}}' for meaning in ("fault", "no-connection"))
    before = figure(kiosk, faults), figure(kiosk, waits)
    with pytest.raises(DBAPIError), database.read() as connection:
        connection.execute(text("SELECT no_such_column FROM terminals"))
    monkeypatch.setattr(database.engine.pool, "_timeout", 0)
    with database.read(), pytest.raises(DatabaseBusyError):
        database.query(lambda cursor: cursor.execute("SELECT 1"))
    assert (figure(kiosk, faults), figure(kiosk, waits)) == (before[0] + 1, before[1] + 1)
    database.close()


def test_the_pools_tell_how_much_of_them_is_in_use(backend: LiveBackend, kiosk: Caller) -> None:
    limit = connections(backend.settings)
    assert figure(kiosk, 'kiosk_database_connection_limit{pool="units"}') == limit
    with backend.database.read():
        assert figure(kiosk, 'kiosk_database_connections{pool="units"}') >= 1
    assert figure(kiosk, 'kiosk_work_waiting{lane="units"}') == 0


def test_the_jobs_of_the_day_tell_when_they_were_done(backend: LiveBackend, kiosk: Caller) -> None:
    Worker(backend.context, threading.Event())._do_daily()
    done = figure(kiosk, "kiosk_daily_job_done_timestamp_seconds")
    assert done == pytest.approx(backend.clock.now().timestamp(), abs=120)


def test_the_version_is_reported(kiosk: Caller) -> None:
    assert figure(kiosk, f'kiosk_build_info{{version="{__version__}"}}') == 1


def test_the_page_names_every_kind_of_work_that_has_threads(sqlite_url: str, clock: ManualClock) -> None:
    named: list[str] = []

    def executor(name: str, _: int) -> Executor:
        named.append(name)
        return Executor()

    context = make_stage(Database(sqlite_url), clock).context
    Worker(context, threading.Event(), executor=executor)
    page = (ROOT / "docs" / "operating" / "monitoring.md").read_text(encoding="utf-8")
    listed = re.search(r"^\| `kiosk_worker_threads\{work\}`.*?\((.*?)\)", page, re.MULTILINE)
    assert listed is not None
    # These two come round, and have nothing to do with the outbox.
    assert re.findall(r"`(\w+)`", listed[1]) == [name for name in named if name not in {"rounds", "daily"}]
    context.database.close()


def test_a_worker_that_stands_is_seen_and_so_is_what_waits_for_it(
    backend: LiveBackend, kiosk: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert figure(kiosk, "kiosk_worker_working") == 1
    monkeypatch.setattr(Worker, "working", property(lambda _: False))
    OUTBOX_DUE.set(-1)
    assert kiosk.call("GET", "/readyz", token=False).status == 503
    assert figure(kiosk, "kiosk_worker_working") == 0
    assert figure(kiosk, "kiosk_outbox_due") >= 0


def test_as_many_threads_send_texts_as_the_settings_say(sqlite_demo_url: str) -> None:
    with LiveBackend(sqlite_demo_url, clock=ShiftedClock(START), text_threads=3) as backend, Caller(backend) as caller:
        assert figure(caller, 'kiosk_worker_threads{work="texts"}') == 3


@pytest.mark.long
def test_the_workers_threads_tell_how_many_of_them_are_at_work(backend: LiveBackend, kiosk: Caller) -> None:
    assert figure(kiosk, 'kiosk_worker_threads{work="texts"}') == backend.settings.text_threads
    before = figure(kiosk, 'kiosk_worker_threads_used{work="payments"}')
    called, go = threading.Event(), threading.Event()
    with pytest.MonkeyPatch.context() as patched:

        def hold(*_: object) -> None:
            called.set()
            assert go.wait(PATIENCE)

        patched.setitem(_WORK, Kind.CHARGE, hold)
        kiosk.confirm(kiosk.pay())
        assert called.wait(PATIENCE)
        assert figure(kiosk, 'kiosk_worker_threads_used{work="payments"}') >= before + 1
        go.set()
        wait_until(lambda: figure(kiosk, 'kiosk_worker_threads_used{work="payments"}') == before)
