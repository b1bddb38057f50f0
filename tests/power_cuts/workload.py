"""Takes payments on a SQLite file with the real services, and tells the recorder of each thing that was acknowledged.

`python -m tests.power_cuts.workload FILE PAYMENTS SYNCHRONOUS`, with the recorder preloaded. SYNCHRONOUS is `ours` for
what the backend sets, or another value of that pragma. The facts go to `FILE.facts`, in the order of their numbers.
"""

from __future__ import annotations

import ctypes
import json
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import event

from kiosk.backend.payments import payments
from kiosk.backend.store.database import Database
from kiosk.backend.store.migrate import upgrade
from kiosk.contract.payments import Payment
from tests.backend.payment_stage import make_stage
from tests.clock import ManualClock

OURS = "ours"


def work(path: Path, count: int, synchronous: str) -> None:
    recorder = ctypes.CDLL(None)
    recorder.cut_acknowledged.argtypes = [ctypes.c_int64]
    facts: list[tuple[str, str]] = []

    def acknowledged(what: str, payment: Payment) -> None:
        facts.append((what, payment.id))
        recorder.cut_acknowledged(len(facts) - 1)

    database = Database(f"sqlite:///{path}")
    if synchronous != OURS:
        event.listen(database.engine, "connect", lambda driver, _: _set(driver, synchronous))
    upgrade(database)
    clock = ManualClock()
    stage = make_stage(database, clock)
    for serial in range(count):
        stage.ticket(serial)
    # From here on the power may go.
    recorder.cut_acknowledged(-1)
    for serial in range(count):
        payment = stage.create(f"Q{serial:014}")
        acknowledged("made", payment)
        if serial % 7 == 3:
            payments.cancel(stage.context, "kiosk-1", payment.id)
            acknowledged("cancelled", payment)
            continue
        stage.confirm(payment)
        acknowledged("confirmed", payment)
        stage.worker.run_due()
        acknowledged("charged", payment)
        unusable = serial % 11 == 5
        dollars = payment.amount + 7 if unusable else None
        stage.pays(payment, dollars=dollars, id=f"m{serial}", reference=f"T{serial}")
        acknowledged("unusable" if unusable else "paid", payment)
        clock.advance(1)
    path.with_suffix(".facts").write_text(json.dumps(facts), encoding="utf-8")


def _set(driver: Any, synchronous: str) -> None:
    driver.execute(f"PRAGMA synchronous = {synchronous}")


if __name__ == "__main__":
    work(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
