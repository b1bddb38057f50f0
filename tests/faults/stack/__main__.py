"""`python -m tests.faults.stack --visits 500`: an office in pieces, visits all the while, and balanced books."""

from __future__ import annotations

import argparse
import sys

from tests.faults.stack.play import FAULTS, play


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.stack", description=__doc__)
    parser.add_argument("--visits", type=int, default=500)
    parser.add_argument("--kiosks", type=int, default=10)
    parser.add_argument("--faults", nargs="*", choices=list(FAULTS), default=list(FAULTS))
    options = parser.parse_args()
    played = play(options.visits, options.kiosks, options.faults, say=lambda line: print(line, flush=True))
    print(f"visits {dict(played.seen)}, in the database {dict(played.ends)}, troubles {dict(played.troubles)}")
    for fault in played.unbalanced:
        print(f"  {fault}")
    print(f"{len(played.unbalanced)} faults in the books")
    return 1 if played.unbalanced else 0


if __name__ == "__main__":
    sys.exit(main())
