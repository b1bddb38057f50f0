"""Records a workload, cuts the power at random points of it, and checks what became of everything acknowledged."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.power_cuts.disk import DATABASE, JOURNAL, WAL, Disk, Operation, read

ROOT = Path(__file__).parents[2]
_SUFFIX = {DATABASE: "", WAL: "-wal", JOURNAL: "-journal"}
_AFTER_CONFIRMED = {"processing", "unknown", "paid", "failed", "refund-due", "refunded"}
_HOLDS = {
    "made": {"waiting", "cancelled", "expired", *_AFTER_CONFIRMED},
    "confirmed": _AFTER_CONFIRMED,
    "charged": _AFTER_CONFIRMED,
    "cancelled": {"cancelled"},
    "paid": {"paid"},
    "unusable": {"refund-due", "refunded"},
}
"""The states in which a payment may be found of which this was acknowledged."""
_WHOLE = {
    "a ticket and its payment disagree": """
        SELECT 1 FROM tickets t WHERE (status = 'paid') <> EXISTS (
            SELECT 1 FROM payment_tickets k JOIN payments p ON p.id = k.payment_id
            WHERE k.ticket_number = t.number AND p.state = 'paid')""",
    "a payment lacks an event": """
        SELECT 1 FROM payments p
        WHERE version <> (SELECT count(*) FROM payment_events e WHERE e.payment_id = p.id)""",
    "a refund is not in the outbox": """
        SELECT 1 FROM payments p WHERE state = 'refund-due' AND NOT EXISTS (
            SELECT 1 FROM refunds r JOIN outbox o ON o.dedup_key = 'refund:' || r.id
            WHERE r.payment_id = p.id AND o.done_at IS NULL)""",
    "a charge is not in the outbox": """
        SELECT 1 FROM payments p WHERE state = 'processing' AND NOT EXISTS (
            SELECT 1 FROM outbox o WHERE o.payload = p.id AND done_at IS NULL)""",
    "a row points nowhere": "PRAGMA foreign_key_check",
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """A workload: what was written, and what was acknowledged (what, payment)."""

    operations: list[Operation]
    facts: list[tuple[str, str]]

    @property
    def begin(self) -> int:
        """The operation from which on the power may go."""
        return next(place for place, operation in enumerate(self.operations) if operation.what == "a") + 1


def build_recorder(folder: Path) -> Path:
    """Compile the recorder; raise `OSError` or `CalledProcessError` where that cannot be done."""
    library = folder / "recorder.so"
    source = Path(__file__).with_name("recorder.c")
    subprocess.run(["gcc", "-shared", "-fPIC", "-O2", "-o", library, source, "-ldl", "-lpthread"], check=True)
    return library


def record(folder: Path, library: Path, payments: int, synchronous: str) -> Recorded:
    """Run the workload in a process of its own and return what it did."""
    database = folder / "kiosk.sqlite3"
    environment = {
        **os.environ,
        "LD_PRELOAD": str(library),
        "CUT_DATABASE": str(database),
        "CUT_LOG": str(folder / "record"),
        "KIOSK_DATA_DIR": str(folder),
    }
    command = [sys.executable, "-m", "tests.power_cuts.workload", str(database), str(payments), synchronous]
    subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    facts = [(what, payment) for what, payment in json.loads(database.with_suffix(".facts").read_bytes())]
    return Recorded(list(read((folder / "record").read_bytes())), facts)


def cut(recorded: Recorded, folder: Path, cuts: int, seed: int) -> Counter[str]:
    """Cut the power so often, each time from the beginning, and count what was found: `ok`, or what was wrong."""
    chance = Random(seed)
    operations = recorded.operations
    points = sorted(chance.randint(recorded.begin, len(operations)) for _ in range(cuts))
    disk, acknowledged, done = Disk(), -1, 0
    found = Counter[str]()
    for point in points:
        for operation in operations[done:point]:
            if operation.what == "a":
                acknowledged = operation.number
            else:
                disk.follow(operation)
        done = point
        place = folder / "found"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        database = place / "kiosk.sqlite3"
        for file, content in disk.cut(chance).items():
            if content or file == DATABASE:
                Path(f"{database}{_SUFFIX[file]}").write_bytes(content)
        found[_look(database, recorded.facts[: acknowledged + 1])] += 1
    return found


def _look(database: Path, facts: list[tuple[str, str]]) -> str:
    try:
        # A connection that may write would bring the journal home at its end; what is found is thrown away.
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
            return _judge(connection, facts)
    except sqlite3.DatabaseError as error:
        return f"broken: {error}"


def _judge(connection: sqlite3.Connection, facts: list[tuple[str, str]]) -> str:
    (sound,) = connection.execute("PRAGMA integrity_check").fetchone()
    if sound != "ok":
        return "broken: integrity"
    states = dict(connection.execute("SELECT id, state FROM payments"))
    for what, payment in facts:
        if states.get(payment) not in _HOLDS[what]:
            return f"lost: {what}"
    for wrong, query in _WHOLE.items():
        if connection.execute(query).fetchone():
            return f"torn: {wrong}"
    return "ok"
