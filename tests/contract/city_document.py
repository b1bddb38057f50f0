"""The committed description of the contract with a city that confirms payments, and the way to renew it.

python -m tests.contract.city_document           write it
python -m tests.contract.city_document --check   compare only; exit code 1 if it is not current
"""

from __future__ import annotations

import sys
from pathlib import Path

from kiosk.backend.city_bills.confirming.openapi import described
from tests.contract.openapi_snapshot import text

DOCUMENT = Path(__file__).parents[2] / "docs" / "operating" / "city.openapi.json"


def main(arguments: list[str]) -> int:
    wanted = text(described())
    if "--check" in arguments:
        return int(DOCUMENT.read_text(encoding="utf-8") != wanted)
    DOCUMENT.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
