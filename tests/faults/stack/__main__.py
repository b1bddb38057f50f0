"""`python -m tests.faults.stack --visits 500`: an office in pieces, visits all the while, and balanced books."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import tempfile
from pathlib import Path

import structlog

from tests.faults.stack.play import FAULTS, play


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.stack", description=__doc__)
    parser.add_argument("--visits", type=int, default=500)
    parser.add_argument("--kiosks", type=int, default=10)
    parser.add_argument("--faults", nargs="*", choices=list(FAULTS), default=list(FAULTS))
    options = parser.parse_args()
    # What the parts of this process write down, of requests that break among others, is for who looks for a fault.
    descriptor, log_file = tempfile.mkstemp(prefix="kiosk-stack-", suffix=".log")
    with os.fdopen(descriptor, "w", encoding="utf-8") as log:
        logging.basicConfig(stream=log)
        structlog.configure(logger_factory=structlog.WriteLoggerFactory(log))
        played = play(options.visits, options.kiosks, options.faults, say=lambda line: print(line, flush=True))
    print(f"visits {dict(played.seen)}, in the database {dict(played.ends)}, troubles {dict(played.troubles)}")
    for fault in played.unbalanced:
        print(f"  {fault}")
    print(f"{len(played.unbalanced)} faults in the books")
    if played.unbalanced:
        print(f"the log of this process: {log_file}")
    else:
        Path(log_file).unlink()
    return 1 if played.unbalanced else 0


if __name__ == "__main__":
    sys.exit(main())
