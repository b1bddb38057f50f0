"""The code that a terminal is enrolled by, as people type it."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.enrolment_code import ID_LENGTH, PROOF_LENGTH, EnrolmentCode, read
from kiosk.domain.read_aloud import ALPHABET

codes = st.builds(
    EnrolmentCode,
    st.text(ALPHABET, min_size=ID_LENGTH, max_size=ID_LENGTH),
    st.text(ALPHABET, min_size=PROOF_LENGTH, max_size=PROOF_LENGTH),
)
HEARD_AS = {"0": "0Oo", "1": "1IiLl"}


def test_beside_its_identifier_a_code_has_forty_bits() -> None:
    assert len(ALPHABET) ** PROOF_LENGTH >= 2**40


@given(codes)
def test_a_code_is_read_as_it_is_shown(code: EnrolmentCode) -> None:
    assert read(str(code)) == code


@given(codes, st.data())
def test_a_code_is_read_in_small_letters_in_any_groups_and_as_it_was_heard(
    code: EnrolmentCode, data: st.DataObject
) -> None:
    between = st.sampled_from(["", "-", " "])
    typed = "".join(
        data.draw(st.sampled_from(HEARD_AS.get(sign, sign + sign.lower()))) + data.draw(between)
        for sign in code.id + code.proof
    )
    assert read(typed) == code


NEARLY = st.text(ALPHABET + "oOiIlLuU- ", min_size=ID_LENGTH + PROOF_LENGTH - 1, max_size=ID_LENGTH + PROOF_LENGTH + 2)


def test_whatever_is_typed_is_a_code_in_one_spelling_or_none() -> None:
    seen: Counter[bool] = Counter()

    @given(st.tuples(st.text(), NEARLY, NEARLY, codes.map(str)))
    def holds(texts: tuple[str, ...]) -> None:
        for typed in texts:
            found = read(typed)
            seen[found is not None] += 1
            if found is not None:
                assert (len(found.id), len(found.proof)) == (ID_LENGTH, PROOF_LENGTH)
                assert not set(found.id + found.proof) - set(ALPHABET)
                assert read(str(found)) == found

    holds()
    assert min(seen[True], seen[False]) >= 20


@pytest.mark.parametrize("typed", ["", "7KQM-3W9P", "7KQM-3W9P-X2ABC", "7KQM-3W9P-X2AU", "７KQM-3W9P-X2AB", 37 * "-"])
def test_what_is_too_short_too_long_or_has_another_letter_is_none(typed: str) -> None:
    assert read(typed) is None
