"""The committed description of the API, and the way to renew it.

python -m tests.contract.openapi_snapshot            write it; refused if terminals in the field would break
python -m tests.contract.openapi_snapshot --breaking write it all the same
python -m tests.contract.openapi_snapshot --check    compare only; exit code 1 if it is not current
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from kiosk.backend.app import create_app
from kiosk.backend.context import Context, Ports
from kiosk.backend.gateways.platform.smart_payment import SmartPayment
from kiosk.backend.payments.wakeups import Wakeups
from kiosk.backend.registers.local import LocalBills
from kiosk.backend.store.database import Database
from kiosk.backend.terms import terms_of
from kiosk.clock import SystemClock
from kiosk.settings import BackendSettings
from tests.contract.breaking import breaking_changes

SNAPSHOT = Path(__file__).parent / "openapi.json"


def described() -> dict[str, Any]:
    """Return the description as the application gives it, without opening anything."""
    settings = BackendSettings(public_url="http://127.0.0.1:8080", demo=True)
    clock, database = SystemClock(), Database("sqlite:////nowhere/kiosk.sqlite3")
    wakeups = Wakeups(database)
    provider = SmartPayment("http://127.0.0.1:1", b"secret", callback_url="http://127.0.0.1:8080", clock=clock)
    context = Context(database, clock, Ports(LocalBills(database), provider, wakeups), terms_of(settings))
    return create_app(settings, context=context, watch=wakeups).openapi()


def text(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def committed() -> dict[str, Any]:
    return dict(json.loads(SNAPSHOT.read_text(encoding="utf-8")))


def main(arguments: list[str]) -> int:
    now = described()
    if "--check" in arguments:
        if SNAPSHOT.read_text(encoding="utf-8") == text(now):
            return 0
        sys.stderr.write(f"{SNAPSHOT.name} is not what the application describes; see {Path(__file__).name}\n")
        return 1
    broken = breaking_changes(committed(), now) if SNAPSHOT.exists() else []
    if broken and "--breaking" not in arguments:
        sys.stderr.write("Terminals in the field would break:\n" + "".join(f"  {line}\n" for line in broken))
        return 1
    SNAPSHOT.write_text(text(now), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
