"""Codes that are read aloud: distinguished by who made them, and read as people write them."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain import support_code
from kiosk.domain.read_aloud import ALPHABET
from kiosk.domain.support_code import LETTERS, SHAPE, is_of_backend, of_backend, of_kiosk, read_code
from kiosk.platform.backend_process.backend_log import redacted

BACKENDS = st.text(ALPHABET, min_size=LETTERS, max_size=LETTERS).map(of_backend)
KIOSKS = st.uuids().map(lambda id: of_kiosk(id.hex))


@given(code=BACKENDS | KIOSKS, noise=st.randoms(use_true_random=False))
def test_a_code_is_found_as_people_write_it_down(code: str, noise: random.Random) -> None:
    heard = {"0": "0Oo", "1": "1IiLl"}
    written = "".join(noise.choice(heard.get(letter, letter + letter.lower())) for letter in code)
    spaced = written.replace("-", noise.choice(["-", " ", ""]))
    assert read_code(f" {spaced} ") == code


@given(typed=st.text() | st.from_regex(r"[SK]-?[0-9A-Za-z]{4,9}", fullmatch=True))
def test_anything_else_is_no_code(typed: str) -> None:
    found = read_code(typed)
    assert found is None or SHAPE.match(found)


@given(code=BACKENDS | KIOSKS)
def test_a_code_shows_who_made_it_and_a_log_does_not_take_it_for_a_plate(code: str) -> None:
    assert is_of_backend(code) == code.startswith("S-")
    assert redacted(f"code {code} told") == f"code {code} told"


def test_a_code_has_thirty_bits_or_more() -> None:
    assert len(ALPHABET) ** LETTERS >= 2**30
    assert len({of_kiosk(f"{id:032x}") for id in range(20_000)}) >= 19_999


@pytest.mark.parametrize("code", ["K-4F2A", "S-", "S-7ZK3M0U", "S-7ZK3M0WW", "ABC-1234", "x" * 10_000])
def test_what_is_no_code_is_none(code: str) -> None:
    assert read_code(code) is None
    assert support_code.SHAPE.match(code) is None
