"""docs/operating/tickets.md: the columns are those that the program knows, and its examples can be taken in."""

from __future__ import annotations

import re
from pathlib import Path

from kiosk.backend.ground import rules
from kiosk.backend.registers.ticket_files import COLUMNS, parse
from tests.clock import START

PAGE = (Path(__file__).parent.parent / "docs" / "operating" / "tickets.md").read_text(encoding="utf-8")


def test_the_columns_are_described_and_no_others() -> None:
    described = re.findall(r"^\| `(\w+)` \| `?(\w+)", PAGE, re.MULTILINE)
    assert {name for name, state in described if state == "required"} == set(COLUMNS.required)
    assert {name for name, state in described if state != "required"} == set(COLUMNS.optional)


def test_the_examples_can_be_taken_in() -> None:
    csv = "\n".join(line.strip() for line in re.findall(r"^    (?:number,|Q7).*$", PAGE, re.MULTILINE))
    [json] = re.findall(r"^    (\{.*\})$", PAGE, re.MULTILINE)
    for content, kind in ((csv, ".csv"), (json, ".jsonl")):
        found = parse(content.encode(), kind, tariff=rules.tariff(), ladder=rules.ladder(), now=START)
        assert [row.number for row in found.rows] == ["Q7158601D030025"]
