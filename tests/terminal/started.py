"""The command `kiosk` with a specimen for a journey: `python -m tests.terminal.started [run …]`.

Imports nothing of Textual before the command does: what the command does first is what is tested.
"""

from __future__ import annotations

import sys
import types

from kiosk.__main__ import main


def start(**options: object) -> int:
    from tests.terminal import specimen

    specimen.Echo.greeting = f"READY {options}"
    return specimen.main("echo")


if __name__ == "__main__":
    stand_in = types.ModuleType("kiosk.start")
    stand_in.start = start  # type: ignore[attr-defined]
    sys.modules["kiosk.start"] = stand_in
    sys.exit(main())
