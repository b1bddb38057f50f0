"""`python -m tests.power_cuts --cuts 100000`: take payments, cut the power, and see whether anything is lost."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.power_cuts.cuts import build_recorder, cut, record
from tests.power_cuts.workload import OURS

_AT_A_TIME = 1000


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.power_cuts", description=__doc__)
    parser.add_argument("--cuts", type=int, default=1000, help="how often the power goes (default 1000)")
    parser.add_argument("--payments", type=int, default=100, help="payments of the workload (default 100)")
    parser.add_argument("--synchronous", default=OURS, help="another value of SQLite's pragma, to see it lose")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    memory = Path("/dev/shm")
    begun, found = time.process_time(), Counter[str]()
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        folder = Path(name)
        recorded = record(folder, build_recorder(folder), options.payments, options.synchronous)
        print(f"{len(recorded.operations)} writes, syncs and acknowledgements, {len(recorded.facts)} facts", flush=True)
        for round_, first in enumerate(range(0, options.cuts, _AT_A_TIME)):
            found += cut(recorded, folder, min(_AT_A_TIME, options.cuts - first), options.seed + round_)
            print(f"{sum(found.values())} cuts: {dict(found)}", flush=True)
    print(f"{time.process_time() - begun:.0f} s of processor")
    return 0 if set(found) == {"ok"} else 1


if __name__ == "__main__":
    sys.exit(main())
