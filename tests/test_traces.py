"""A plate is looked for as a plate: three letters of it stand in one random code of some thousand."""

from __future__ import annotations

import re

import pytest

from tests.source import ROOT
from tests.traces import given_away

PIECES = "BKZ|5937|MKR|0825|CNR|1357"
ABSENT = re.compile(rf'"(?:{PIECES})" not in|for \w+ in \([^\n]*"(?:{PIECES})"')
"""A piece that a test wants nowhere, by itself or as one of several."""


@pytest.mark.parametrize(
    "text",
    ["plate=BKZ-5937", "/v1/plates/BKZ5937", "prefix='BKZ'", "BKZ-***", "**-5937", "BKZ 5937"],
)
def test_a_plate_is_found_however_it_is_written_and_so_is_half_of_it(text: str) -> None:
    assert given_away(text, "BKZ-5937")


@pytest.mark.parametrize("text", ["S-9QE9BKZ", "0.5937", "159370", "BK*-**37", ""])
def test_letters_and_digits_that_are_there_by_chance_are_no_plate(text: str) -> None:
    assert not given_away(text, "BKZ-5937")


@pytest.mark.parametrize(
    "line",
    [
        'assert "BKZ" not in text',
        'assert b"BKZ" not in sent',
        'for secret in ("BKZ", "5937", payment["id"], payment["link"].rpartition("/")[2], backend.token):',
        'assert not [secret for secret in (OLD, NEW, "BKZ") if secret in mail.body]',
    ],
)
def test_a_test_that_would_be_red_by_chance_is_known(line: str) -> None:
    assert ABSENT.search(line)


def test_no_test_is_red_by_a_random_code_that_has_a_piece_of_a_plate() -> None:
    ours = (path for path in (ROOT / "tests").rglob("*.py") if path.name != "test_traces.py")
    assert {path.name for path in ours if ABSENT.search(path.read_text(encoding="utf-8"))} == set()
