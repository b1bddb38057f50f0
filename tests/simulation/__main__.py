"""`python -m tests.simulation --visitors 1000000`: many simulations, each with its own seed, on every processor.

Each is a world of its own with a few thousand visitors. A fault names the seed that shows it again.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import time
from collections import Counter

from tests.simulation.world import Report, simulate_sized

WORLDS_A_PROCESS = 20
"""Worlds after which a process is replaced: what its libraries keep is gone with it."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--visitors", type=int, default=3000, help="how many come in all (default 3000)")
    parser.add_argument("--world", type=int, default=2500, help="how many of them into one simulation (default 2500)")
    parser.add_argument("--seed", type=int, default=1, help="of the first simulation; the others count on (default 1)")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="at a time (default: processors)")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin no more simulations after so long")
    options = parser.parse_args()
    seeds = range(options.seed, options.seed + -(-options.visitors // options.world))
    sizes = {seed: min(options.world, options.visitors - options.world * (seed - options.seed)) for seed in seeds}
    begun, total, cpu, bad = time.monotonic(), Counter[str](), 0.0, 0
    # A ProcessPoolExecutor with max_tasks_per_child stands still for ever once its first processes have had theirs.
    with multiprocessing.get_context("spawn").Pool(options.processes, maxtasksperchild=WORLDS_A_PROCESS) as pool:
        for report in pool.imap_unordered(simulate_sized, sizes.items()):
            total += report.counts
            cpu += report.cpu
            bad += len(report.faults)
            _tell(report, total["visitors"], options.visitors)
            if time.monotonic() - begun > options.seconds:
                break  # leaving the pool ends what is under way
    for name, number in sorted(total.items()):
        print(f"{number:>10} {name}")
    print(
        f"{total['visitors']} visitors, {bad} faults, {cpu:.0f} s of processor, {total['visitors'] / cpu:.0f} a second"
    )
    return 1 if bad else 0


def _tell(report: Report, so_far: int, of: int) -> None:
    print(f"seed {report.seed}: {report.visitors} visitors, {len(report.faults)} faults ({so_far} of {of})", flush=True)
    for fault in report.faults[:20]:
        print(f"  {fault}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
