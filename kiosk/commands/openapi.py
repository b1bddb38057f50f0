"""`kiosk openapi`: the contracts of this version, as OpenAPI documents."""

from __future__ import annotations

import json
import sys
from typing import Any, Literal

from kiosk.commands.exits import Exit
from kiosk.platform.terminal.streams import is_utf8


def show(contract: Literal["terminals", "desk", "platform"]) -> int:
    """Print a contract, sorted, so that two versions can be compared line by line; return the exit code."""
    text = json.dumps(_document(contract), ensure_ascii=not is_utf8(sys.stdout.encoding), indent=1, sort_keys=True)
    sys.stdout.write(text + "\n")
    return Exit.DONE


def _document(contract: Literal["terminals", "desk", "platform"]) -> dict[str, Any]:
    if contract == "platform":
        from kiosk.backend.gateways.platform import openapi

        return openapi.described()
    from kiosk.backend import described

    return described.desk() if contract == "desk" else described.terminals()
