"""Codes as matrices: they hold what was put in, and never stand where they do not fit."""

from __future__ import annotations

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kiosk.widgets import half_blocks
from kiosk.widgets.qr_matrix import QUIET, QrMatrix, TooLongError, encode, place
from kiosk.widgets.qr_print import TooSmallError, printed
from tests.screens.samples import LINK

TEXTS = st.text(st.characters(codec="ascii", min_codepoint=32), min_size=1, max_size=150)
CODES = st.sampled_from([encode("7" * length) for length in (1, 40, 60, 90, 150, 300)])
ROOM = st.integers(-5, 250)


def pictured(code: QrMatrix, scale: int) -> Image.Image:
    """Return the picture that pixels of 4 by 4 dots make; half cells are square."""
    pixels = code.pixels(scale)
    picture = Image.new("L", (len(pixels[0]), len(pixels)))
    picture.putdata([0 if dark else 255 for row in pixels for dark in row])
    return picture.resize((picture.width * 4, picture.height * 4), Image.Resampling.NEAREST)


@settings(max_examples=40, deadline=None)
@given(text=TEXTS, scale=st.sampled_from([1, 2]))
def test_a_decoder_reads_what_was_put_in(text: str, scale: int) -> None:
    read = zxingcpp.read_barcodes(pictured(encode(text), scale))
    assert [code.text for code in read] == [text]


def test_a_link_of_ours_takes_version_two() -> None:
    code = encode(LINK)
    assert (code.version, code.area(1), code.area(2)) == (2, (33, 17), (66, 33))


def test_a_code_stands_in_a_space_that_is_just_large_enough() -> None:
    code = encode(LINK)
    assert (code.fits(33, 17), code.fits(32, 17), code.fits(33, 16)) == (1, 0, 0)
    assert (code.fits(66, 33), code.fits(65, 33)) == (2, 1)


def test_a_code_bears_that_a_seventh_of_it_is_dirty() -> None:
    (read,) = zxingcpp.read_barcodes(pictured(encode(LINK), 2))
    assert read.ec_level == "M"


def test_text_beyond_the_largest_code_is_refused() -> None:
    with pytest.raises(TooLongError):
        encode("A" * 5000)


@given(code=CODES, columns=ROOM, rows=ROOM)
def test_a_code_takes_the_largest_scale_that_fits_and_never_a_larger_one(
    code: QrMatrix, columns: int, rows: int
) -> None:
    def stands(scale: int) -> bool:
        wide, high = code.area(scale)
        return wide <= columns and high <= rows

    scale = code.fits(columns, rows)
    assert scale == max((s for s in (1, 2, 4, 6, 8, 10, 12) if stands(s)), default=0)
    assert code.fits(columns, rows, at_most=2) == min(scale, 2)


@given(code=CODES, columns=ROOM, rows=ROOM, beside=st.integers(0, 60), below=st.integers(0, 30))
def test_a_code_leaves_its_words_their_room(code: QrMatrix, columns: int, rows: int, beside: int, below: int) -> None:
    where = place(code, columns, rows, beside=beside, below=below)
    wide, high = code.area(where.scale)
    if where.scale:
        assert wide <= columns - (0 if where.below else beside)
        assert high <= rows - (below if where.below else 0)
    else:
        assert not code.fits(columns - beside, rows)
        assert not code.fits(columns, rows - below)


@given(code=CODES, scale=st.sampled_from([1, 2, 4]))
def test_a_picture_is_as_large_as_its_area_and_has_a_quiet_zone(code: QrMatrix, scale: int) -> None:
    pixels = code.pixels(scale)
    assert (len(pixels[0]), len(pixels) // 2, len(pixels) % 2) == (*code.area(scale), 0)
    edge = QUIET * scale
    assert not any(any(row) for row in (*pixels[:edge], *pixels[-edge:]))
    assert not any(any(row[:edge]) or any(row[-edge:]) for row in pixels)


@given(code=CODES, scale=st.sampled_from([1, 2]))
def test_cells_show_the_pixels_and_those_of_one_colour_are_spaces(code: QrMatrix, scale: int) -> None:
    pixels = code.pixels(scale)
    for y, row in enumerate(half_blocks.rows(pixels)):
        shown: list[tuple[bool, bool]] = []
        for run in row:
            halves = {" ": (run.paper, run.paper), "▀": (run.ink, run.paper), "▄": (run.paper, run.ink)}
            shown.extend(halves[cell] for cell in run.text)
            assert run.text[0] != " " or len(set(run.text)) == 1
        assert shown == list(zip(pixels[2 * y], pixels[2 * y + 1], strict=True))
    if scale == 2:
        assert all(set(run.text) == {" "} for row in half_blocks.rows(pixels) for run in row)


def test_printing_draws_what_the_screen_draws() -> None:
    lines = printed(encode(LINK), 80, 24).splitlines()
    assert len(lines) == 17
    assert all(line.endswith("\x1b[0m") for line in lines)
    assert "38;5;16;48;5;231" in lines[3]
    assert len(printed(encode(LINK), 120, 40).splitlines()) == 33


def test_a_code_that_does_not_fit_is_not_printed_but_says_what_it_needs() -> None:
    with pytest.raises(TooSmallError) as refused:
        printed(encode(LINK), 80, 16)
    assert refused.value.needs == (33, 17)
