"""Codes as matrices and as cells: they hold what was put in, and never stand where they do not fit."""

from __future__ import annotations

from fractions import Fraction

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kiosk.platform.terminal.kind import TerminalKind
from kiosk.widgets.codes.half_blocks import Run
from kiosk.widgets.codes.qr_matrix import LEAST_QUIET, QUIET, QrMatrix, TooLongError, encode
from kiosk.widgets.codes.qr_print import TooSmallError, printed
from kiosk.widgets.codes.qr_prints import (
    HALF_BLOCKS,
    MOST_PIXELS,
    PRINTS,
    SEXTANTS,
    SMALL_SEXTANTS,
    THREE_QUARTERS,
    Print,
    Shape,
    cells,
    largest,
    painted,
    pictured,
    place,
    prints_of,
)
from tests.screens.samples import LINK

TEXTS = st.text(st.characters(codec="ascii", min_codepoint=32), min_size=1, max_size=150)
CODES = st.sampled_from([encode("7" * length) for length in (1, 40, 60, 90, 150, 300)])
ROOM = st.integers(-5, 250)
EVERY = (HALF_BLOCKS, THREE_QUARTERS, SEXTANTS, SMALL_SEXTANTS, cells(1), cells(2))
SHAPES = st.builds(Shape, st.sampled_from(EVERY), st.integers(LEAST_QUIET, QUIET))
KINDS = st.sampled_from(list(PRINTS.values()))

WIDE, HIGH = 12, 24
"""Dots of a cell in a picture; both can be divided by all that a print divides a cell into."""


def seen(code: QrMatrix, shape: Shape) -> Image.Image:
    """Return the picture of a code's cells in a terminal that fills them."""
    rows = painted(code, shape)
    columns = sum(len(run.text) for run in rows[0])
    picture = Image.new("L", (columns * WIDE, len(rows) * HIGH), 255)
    for y, row in enumerate(rows):
        x = 0
        for run in row:
            for character in run.text:
                picture.paste(_cell(character, run), (x * WIDE, y * HIGH))
                x += 1
    return picture


def _cell(character: str, run: Run) -> Image.Image:
    cell = Image.new("L", (WIDE, HIGH), 0 if run.paper else 255)
    ink = 0 if run.ink else 255
    lower = {"▂": 1, "▄": 2, "▆": 3}
    if character in lower:
        top = HIGH - HIGH // 4 * lower[character]
        cell.paste(ink, (0, top, WIDE, HIGH))
    elif character == "▀":
        cell.paste(ink, (0, 0, WIDE, HIGH // 2))
    elif character != " ":
        for bit in range(6):
            if _sextant(character) >> bit & 1:
                x, y = bit % 2 * WIDE // 2, bit // 2 * HIGH // 3
                cell.paste(ink, (x, y, x + WIDE // 2, y + HIGH // 3))
    return cell


def _sextant(character: str) -> int:
    """Return the pixels of a sextant as Unicode's chart has them: the first is worth 1."""
    halves = {"▌": 0b010101, "▐": 0b101010}
    if character in halves:
        return halves[character]
    values = [value for value in range(1, 63) if value not in halves.values()]
    return values[ord(character) - 0x1FB00]


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(text=TEXTS, shape=SHAPES)
def test_a_decoder_reads_what_was_put_in_however_it_is_painted(text: str, shape: Shape) -> None:
    read = zxingcpp.read_barcodes(seen(encode(text), shape))
    assert [code.text for code in read] == [text]


def test_a_link_of_ours_takes_version_two() -> None:
    code = encode(LINK)
    assert code.version == 2
    sizes = {one: Shape(one).area(code) for one in EVERY}
    assert sizes == {
        HALF_BLOCKS: (33, 17),
        THREE_QUARTERS: (66, 25),
        SEXTANTS: (50, 22),
        SMALL_SEXTANTS: (33, 11),
        cells(1): (66, 33),
        cells(2): (132, 66),
    }


def test_a_code_stands_in_a_space_that_is_just_large_enough_with_less_white_where_it_must() -> None:
    code, prints = encode(LINK), (HALF_BLOCKS,)
    assert largest(code, 33, 17, prints) == Shape(HALF_BLOCKS, 4)
    assert largest(code, 32, 17, prints) == Shape(HALF_BLOCKS, 3)
    assert largest(code, 33, 15, prints) == Shape(HALF_BLOCKS, 2)
    assert largest(code, 28, 17, prints) == largest(code, 33, 14, prints) is None
    assert largest(code, 66, 33, prints) == Shape(cells(1), 4)
    assert largest(code, 58, 29, prints) == Shape(cells(1), 2)


def test_a_link_of_forty_seven_characters_still_takes_version_two_and_a_short_one_bears_more_dirt() -> None:
    assert encode("HTTPS://PARKING.GOV.TAIPEI/P/".ljust(47, "A")).version == 2
    for text, level in ((LINK, "M"), ("A" * 47, "L")):
        (read,) = zxingcpp.read_barcodes(seen(encode(text), Shape(cells(1))))
        assert read.ec_level == level


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
def test_no_other_level_makes_a_smaller_code(text: str) -> None:
    (read,) = zxingcpp.read_barcodes(seen(encode(text), Shape(cells(1))))
    assert read.ec_level in {"L", "M"}
    assert encode(text).version <= encode(text + "A").version


def test_text_beyond_the_largest_code_is_refused() -> None:
    with pytest.raises(TooLongError):
        encode("A" * 5000)


@given(code=CODES, columns=ROOM, rows=ROOM, prints=KINDS)
def test_a_code_takes_the_largest_print_that_fits_and_never_a_larger_one(
    code: QrMatrix, columns: int, rows: int, prints: tuple[Print, ...]
) -> None:
    def stands(one: Print) -> bool:
        wide, high = Shape(one, LEAST_QUIET).area(code)
        return wide <= columns and high <= rows

    shape = largest(code, columns, rows, prints)
    sizes = [one.size for one in (*prints, *(cells(scale) for scale in range(1, 9))) if stands(one)]
    assert (Fraction(0) if shape is None else shape.print.size) == max(sizes, default=Fraction(0))
    if shape is not None:
        wide, high = shape.area(code)
        assert wide <= columns
        assert high <= rows


@given(code=CODES, columns=ROOM, rows=ROOM, prints=KINDS, beside=st.integers(0, 60), below=st.integers(0, 30))
def test_a_code_leaves_its_words_their_room(
    code: QrMatrix, columns: int, rows: int, prints: tuple[Print, ...], beside: int, below: int
) -> None:
    where = place(code, columns, rows, prints, beside=beside, below=below)
    if where.shape is not None:
        wide, high = where.shape.area(code)
        assert wide <= columns - (0 if where.below else beside)
        assert high <= rows - (below if where.below else 0)
        assert where.shape.print.size <= 2
    else:
        assert largest(code, columns - beside, rows, prints) is None
        assert largest(code, columns, rows - below, prints) is None


@pytest.mark.long
@given(code=CODES, shape=SHAPES)
def test_what_is_painted_is_as_large_as_its_area_and_white_at_its_edge(code: QrMatrix, shape: Shape) -> None:
    rows = painted(code, shape)
    wide, high = shape.area(code)
    assert len(rows) == high
    assert {sum(len(run.text) for run in row) for row in rows} == {wide}
    picture = seen(code, shape)
    x, y = (shape.quiet * side for side in _module(shape.print))
    inside = picture.crop((x, y, picture.width - x, picture.height - y))
    picture.paste(255, (x, y, picture.width - x, picture.height - y))
    assert picture.getextrema() == (255, 255)
    assert inside.getextrema()[0] == 0


def _module(one: Print) -> tuple[int, int]:
    return one.width * WIDE // one.across, one.height * HIGH // one.down


@pytest.mark.long
@given(code=CODES, shape=SHAPES)
def test_a_cell_of_one_colour_is_a_space_and_whole_cells_are_nothing_else(code: QrMatrix, shape: Shape) -> None:
    for row in painted(code, shape):
        for run in row:
            assert (run.text[0] == " ") == (len(set(_cell(run.text[0], run).tobytes())) == 1)
            if shape.print.across == shape.print.down == 1:
                assert set(run.text) == {" "}


def test_printing_draws_what_the_screen_draws() -> None:
    lines = printed(encode(LINK), 80, 24).splitlines()
    assert len(lines) == 17
    assert all(line.endswith("\x1b[0m") for line in lines)
    assert "38;5;16;48;5;231" in lines[3]
    assert len(printed(encode(LINK), 120, 40).splitlines()) == 33
    assert len(printed(encode(LINK), 80, 26, TerminalKind.FILLS).splitlines()) == 25
    assert len(printed(encode(LINK), 80, 24, TerminalKind.DRAWS).splitlines()) == 24


@pytest.mark.parametrize("columns", [40, 80])
def test_what_is_printed_without_colours_is_read_as_dark_text_on_light_paper(columns: int) -> None:
    lines = printed(encode(LINK), columns, 200, colours=False).splitlines()
    picture = Image.new("L", (len(lines[0]) * WIDE, len(lines) * HIGH), 255)
    for y, line in enumerate(lines):
        for x, character in enumerate(line):
            run = Run(" ", False, True) if character == "█" else Run(character, True, False)
            picture.paste(_cell(run.text, run), (x * WIDE, y * HIGH))
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [LINK]


FOOT_AT_20_PT = (16, 37)
"""Pixels of a cell on the panel that the shipped foot.ini is for."""


@pytest.mark.parametrize(("size", "pixels"), [((120, 25), 28), ((64, 14), 16)])
def test_in_pixels_a_module_is_as_large_as_the_window_allows(size: tuple[int, int], pixels: int) -> None:
    code = encode(LINK)
    shape = largest(code, *size, prints_of(TerminalKind.DRAWS, FOOT_AT_20_PT))
    assert shape is not None
    assert shape.print.as_picture
    assert shape.print.height == shape.print.width >= pixels
    blocks = largest(code, *size, prints_of(TerminalKind.DRAWS, None))
    assert blocks is not None
    assert blocks.print.size < shape.print.size


CELLS = st.tuples(st.integers(4, 24), st.integers(8, 48))


@given(code=CODES, columns=ROOM, rows=ROOM, cell=CELLS)
def test_a_picture_of_a_code_lies_within_its_area_with_white_around_it(
    code: QrMatrix, columns: int, rows: int, cell: tuple[int, int]
) -> None:
    shape = largest(code, columns, rows, prints_of(TerminalKind.GAPS, cell))
    if shape is None:
        return
    wide, high = shape.area(code)
    assert wide <= columns
    assert high <= rows
    if shape.print.as_picture:
        (column, row), bitmap = pictured(code, shape)
        right, bottom = column * cell[0] + bitmap.size[0], row * cell[1] + bitmap.size[1]
        white = LEAST_QUIET * bitmap.across
        assert white <= column * cell[0] + bitmap.left
        assert white <= row * cell[1] + bitmap.top
        assert right + white <= wide * cell[0]
        assert bottom + white <= high * cell[1]
        assert max(bitmap.size) <= MOST_PIXELS + max(cell)


def test_a_code_that_does_not_fit_is_not_printed_but_says_what_it_needs() -> None:
    with pytest.raises(TooSmallError) as refused:
        printed(encode(LINK), 80, 14)
    assert refused.value.needs == (29, 15)
    with pytest.raises(TooSmallError) as refused:
        printed(encode(LINK), 80, 24, TerminalKind.CONSOLE)
    assert refused.value.needs == (58, 29)
