"""Code 39: what the bars say is what was put in."""

from __future__ import annotations

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kiosk.domain import code39
from kiosk.domain.code39 import ALPHABET, LOWEST, QUIET, NotCode39Error, bars, length, modules

TEXTS = st.text(st.sampled_from(sorted(ALPHABET)), min_size=1, max_size=20)
RATIOS = st.sampled_from([2, 3])


def pictured(text: str, ratio: int, scale: int = 2) -> Image.Image:
    quiet = [False] * QUIET
    row = [*quiet, *modules(text, ratio=ratio), *quiet]
    picture = Image.new("L", (len(row), 1))
    picture.putdata([0 if black else 255 for black in row])
    return picture.resize((len(row) * scale, round(len(row) * scale * LOWEST)), Image.Resampling.NEAREST)


@settings(max_examples=60, deadline=None)
@given(text=TEXTS, ratio=RATIOS)
def test_a_decoder_reads_what_was_put_in(text: str, ratio: int) -> None:
    # A letter after one of these four is read as another one ("full ASCII"); a digit is not, and ours never has them.
    text = "".join(sign + "0" * (sign in "$/+%") for sign in text)
    read = zxingcpp.read_barcodes(pictured(text, ratio), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code39))
    # White space at the ends is the decoder's to drop; ours never has any.
    assert [code.text.strip() for code in read] == [text.strip()]


def test_a_decoder_reads_every_sign() -> None:
    text = "1".join(sorted(ALPHABET))
    (read,) = zxingcpp.read_barcodes(pictured(text, 3), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code39))
    assert read.text == text


@given(text=TEXTS, ratio=RATIOS)
def test_a_code_is_as_long_as_it_was_said_to_be(text: str, ratio: int) -> None:
    drawn = modules(text, ratio=ratio)
    assert len(drawn) + 2 * QUIET == length(len(text), ratio=ratio)
    assert drawn[0]
    assert drawn[-1]
    black = {at + step for at, width in bars(text, ratio=ratio) for step in range(width)}
    assert black == {at for at, one in enumerate(drawn) if one}


def test_the_lengths_are_those_that_were_measured() -> None:
    assert [length(characters, ratio=2) for characters in (9, 16, 15)] == [162, 253, 240]
    assert [length(characters, ratio=3) for characters in (9, 16, 15)] == [195, 307, 291]


@given(text=st.text(min_size=1, max_size=20).filter(lambda text: not code39.ALPHABET.issuperset(text)))
def test_signs_that_the_code_does_not_have_are_refused_without_being_quoted(text: str) -> None:
    with pytest.raises(NotCode39Error) as refused:
        modules(text)
    assert str(refused.value) == "a sign that Code 39 does not have, or none at all"


def test_nothing_is_no_code() -> None:
    with pytest.raises(NotCode39Error):
        modules("")
