"""docs/operating/offices.md: the columns are those that the program knows, and its example can be taken in."""

from __future__ import annotations

import re
from pathlib import Path

from kiosk.backend.office.office_files import COLUMNS, parse

PAGE = (Path(__file__).parent.parent / "docs" / "operating" / "offices.md").read_text(encoding="utf-8")


def test_the_columns_are_described_and_no_others() -> None:
    described = re.findall(r"^\| (`.*?`) \|", PAGE, re.MULTILINE)
    assert re.findall(r"`(\w+)`", " ".join(described)) == list(COLUMNS.known)


def test_the_example_can_be_taken_in() -> None:
    [example] = re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)
    assert [(row.code, row.nearest) for row in parse(example.encode())] == [
        ("songshan", "neihu"),
        ("neihu", "songshan"),
    ]
