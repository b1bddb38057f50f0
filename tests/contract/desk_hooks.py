"""What the fuzzer of the desk's interface knows beside the description: a case that is open, in every other body."""

from __future__ import annotations

import os
import re
from itertools import cycle
from typing import Any

import schemathesis

_CASE = re.compile(r"D[0-9]{6}[0-9A-Z]{4}")
_every_other = cycle((True, False))


@schemathesis.hook
def map_body(_context: Any, body: Any) -> Any:
    """Have what takes a case go on to whatever comes after it."""
    if isinstance(body, dict) and _CASE.fullmatch(str(body.get("case", ""))) and next(_every_other):
        return {**body, "case": os.environ["DESK_CASE"]}
    return body
