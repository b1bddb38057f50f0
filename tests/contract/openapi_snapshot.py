"""The committed descriptions of the terminals' API and of the desk's, and the way to renew it.

python -m tests.contract.openapi_snapshot            write it; refused if terminals in the field would break
python -m tests.contract.openapi_snapshot --breaking write it all the same
python -m tests.contract.openapi_snapshot --check    compare only; exit code 1 if it is not current
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from kiosk.backend.described import desk, terminals
from tests.contract.breaking import breaking_changes

SNAPSHOT = Path(__file__).parent / "openapi.json"
DESK = Path(__file__).parent / "desk_openapi.json"


def text(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def committed(snapshot: Path = SNAPSHOT) -> dict[str, Any]:
    return dict(json.loads(snapshot.read_text(encoding="utf-8")))


def main(arguments: list[str]) -> int:
    return max(_renewed(snapshot, now, arguments) for snapshot, now in ((SNAPSHOT, terminals()), (DESK, desk())))


def _renewed(snapshot: Path, now: dict[str, Any], arguments: list[str]) -> int:
    if "--check" in arguments:
        if snapshot.read_text(encoding="utf-8") == text(now):
            return 0
        sys.stderr.write(f"{snapshot.name} is not what the application describes; see {Path(__file__).name}\n")
        return 1
    broken = breaking_changes(committed(snapshot), now) if snapshot.exists() else []
    if broken and "--breaking" not in arguments:
        sys.stderr.write("Terminals in the field would break:\n" + "".join(f"  {line}\n" for line in broken))
        return 1
    snapshot.write_text(text(now), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
