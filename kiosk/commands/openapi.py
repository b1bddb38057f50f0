"""`kiosk openapi`: the contracts of this version, as OpenAPI documents."""

from __future__ import annotations

import json
import sys
from typing import Any, Literal

from kiosk.commands.exits import Exit
from kiosk.platform.terminal.streams import is_utf8

Contract = Literal["terminals", "desk", "platform", "city"]


def show(contract: Contract) -> int:
    """Print a contract, sorted, so that two versions can be compared line by line; return the exit code."""
    text = json.dumps(_document(contract), ensure_ascii=not is_utf8(sys.stdout.encoding), indent=1, sort_keys=True)
    sys.stdout.write(text + "\n")
    return Exit.DONE


def _document(contract: Contract) -> dict[str, Any]:
    match contract:
        case "platform":
            from kiosk.backend.gateways.platform import openapi as platform

            return platform.described()
        case "city":
            from kiosk.backend.city_bills.confirming import openapi as city

            return city.described()
        case _:
            from kiosk.backend import described

            return described.desk() if contract == "desk" else described.terminals()
