"""What a text must not hold is looked for whole: a piece of a plate stands in one random code of some thousand."""

from __future__ import annotations

import re

import pytest

from tests.source import ROOT
from tests.traces import gives_away

PIECES = "BKZ|5937|MKR|0825"
ABSENT = re.compile(rf'"(?:{PIECES})" not in|for \w+ in \([^)]*"(?:{PIECES})"[^)]*\):')


@pytest.mark.parametrize("text", ["plate=BKZ-5937", "/v1/plates/BKZ5937", "BKZ-5937"])
def test_a_plate_is_found_in_either_way_of_writing_it(text: str) -> None:
    assert gives_away(text, "BKZ-5937")


@pytest.mark.parametrize("text", ["S-9QE9BKZ", "5937", "BK*-**37", ""])
def test_a_piece_of_it_is_nothing(text: str) -> None:
    assert not gives_away(text, "BKZ-5937")


def test_no_test_is_red_by_a_random_code_that_has_a_piece_of_a_plate() -> None:
    ours = (path for path in (ROOT / "tests").rglob("*.py") if path.name != "test_traces.py")
    assert {path.name for path in ours if ABSENT.search(path.read_text(encoding="utf-8"))} == set()
