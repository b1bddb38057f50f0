"""The commands that the documents show, as they stand there."""

from __future__ import annotations

import re
from pathlib import Path

from tests.source import ROOT

OPERATING = ROOT / "docs" / "operating"


def commands(page: Path, heading: str) -> list[str]:
    """Return the blocks of shell commands under a heading of a page, up to the next heading of its rank."""
    text = page.read_text(encoding="utf-8")
    found = re.search(rf"^(#+) {re.escape(heading)}$", text, re.MULTILINE)
    assert found is not None, heading
    rest = text[found.end() :]
    following = re.search(rf"^#{{1,{len(found[1])}}} ", rest, re.MULTILINE)
    return blocks(rest[: following.start()] if following else rest)


def blocks(text: str) -> list[str]:
    """Return the blocks of shell commands of a text."""
    return re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
