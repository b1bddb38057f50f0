"""Whether an answer says that nothing is owed, judged otherwise than the decoder does."""

from __future__ import annotations

import json
from typing import Any


def content_of(body: bytes) -> Any:
    return json.loads(body.decode("utf-8-sig"))


def says_that_nothing_is_owed(content: Any) -> bool:
    """Return whether a content is a valid success without bills."""
    if not isinstance(content, dict) or content.get("Status") not in ("SUCCESS", "OK") or "Result" not in content:
        return False
    found = content["Result"]
    if found is None:
        return True
    return (
        isinstance(found, dict)
        and all(name in found and found[name] in (None, []) for name in ("Bills", "Reminders"))
        and all(_is_nought(found.get(name)) for name in ("TotalCount", "TotalAmount"))
    )


def _is_nought(total: Any) -> bool:
    """Return whether a total is nought, as a number or as the text of one."""
    if isinstance(total, str):
        try:
            return float(total.replace(",", "")) == 0
        except ValueError:
            return False
    return isinstance(total, int | float) and total == 0 and not isinstance(total, bool)
