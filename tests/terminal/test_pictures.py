"""Pictures on the screen: there as long as their page is seen, and gone with it, however it goes."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator, Sequence

import pytest

from kiosk.platform.terminal.kind import ASK
from tests.terminal.pty import Terminal, python

KITTY = b"\x1bP>|kitty(0.42.1)\x1b\\\x1b_Gi=31;OK\x1b\\\x1b[6;20;10t\x1b[?62;c"
FOOT = b"\x1bP>|foot(1.21.0)\x1b\\\x1b[6;20;10t\x1b[?62;4;22c"
TMUX = b"\x1bP>|tmux 3.5a\x1b\\\x1b[6;20;10t\x1b[?1;2;4c"
WITHOUT_CELL = b"\x1b_Gi=31;OK\x1b\\\x1b[?62;c"
SAYS_NO = b"\x1b_Gi=31;EINVAL:no\x1b\\\x1b[6;20;10t\x1b[?62;c"

_KITTY = re.compile(rb"\x1b_Ga=(?:T,f=100,i=(\d+)|d,d=I,i=(\d+)|d,d=(A)),")
_SIXEL = re.compile(rb"\x1b\[(\d+);(\d+)H\x1bP0;1;0q[^\x1b]*\x1b\\")


def alive(terminal: Terminal) -> set[int]:
    """Return the numbers of the pictures that kitty would show now."""
    found: set[int] = set()
    for shown, gone, every in _KITTY.findall(bytes(terminal.raw)):
        if every:
            found.clear()
        elif gone:
            found.discard(int(gone))
        else:
            found.add(int(shown))
    return found


def asked(answer: bytes, **options: str) -> Terminal:
    """Start a kiosk with a code on a terminal that gives this answer once it is asked."""
    terminal = Terminal(python("-m", "tests.terminal.specimen", "codes"), env=options)
    terminal.wait_until(lambda: ASK.encode() in terminal.raw, "question to the terminal")
    terminal.send(answer)
    return terminal


@pytest.fixture
def kitty() -> Iterator[Terminal]:
    with asked(KITTY) as terminal:
        terminal.wait_for("READY")
        terminal.wait_until(lambda: len(alive(terminal)) == 1, "picture")
        type_beside(terminal, lambda: sorted(alive(terminal)))
        yield terminal


def test_a_picture_stays_while_what_is_beside_it_is_painted_and_goes_with_its_page(kitty: Terminal) -> None:
    before = alive(kitty)
    kitty.type_until("ab", "ab]")
    assert alive(kitty) == before
    kitty.send("\x1bOP")  # F1: help, in front of it
    kitty.wait_until(lambda: not alive(kitty), "end of the picture under the help page")
    kitty.send("\x1b[27u")
    kitty.wait_until(lambda: len(alive(kitty)) == 1, "picture again")
    kitty.type_until("c", "時間到了")
    kitty.wait_until(lambda: not alive(kitty), "end of the picture that is covered")


def test_a_page_without_a_code_shows_nothing_of_the_code_before(kitty: Terminal) -> None:
    kitty.type_until("\r", "READY")
    kitty.wait_until(lambda: not alive(kitty), "end of the picture")


@pytest.mark.long
def test_a_window_of_another_size_gets_its_picture_anew_and_one_that_is_too_small_none(kitty: Terminal) -> None:
    first = alive(kitty)
    kitty.resize(100, 30)
    # Read in pieces, the new one may stand there before the old one's end has come.
    kitty.wait_until(lambda: len(alive(kitty)) == 1 and alive(kitty) != first, "larger picture, alone")
    kitty.resize(30, 8)
    kitty.wait_until(lambda: not alive(kitty), "end of the picture")
    kitty.resize(80, 24)
    kitty.wait_until(lambda: len(alive(kitty)) == 1, "picture again")


@pytest.mark.variants
@pytest.mark.parametrize("way", ["asked to end", "failed"])
def test_whatever_ends_the_kiosk_ends_its_pictures(kitty: Terminal, way: str) -> None:
    if way == "failed":
        kitty.send("x")
    else:
        kitty.signal(signal.SIGTERM)
    kitty.wait_for_exit()
    assert alive(kitty) == set()


@pytest.mark.long
def test_sixels_are_drawn_again_over_what_was_painted_there_and_left_as_they_are_else() -> None:
    with asked(FOOT) as terminal:
        terminal.wait_until(lambda: bool(drawn(terminal)), "picture")
        type_beside(terminal, lambda: drawn(terminal))
        before = len(drawn(terminal))
        terminal.send("\x1bOR")  # F3: the next theme paints the page anew
        terminal.wait_until(lambda: len(drawn(terminal)) > before, "picture drawn again")
        type_beside(terminal, lambda: drawn(terminal))
        assert len(set(drawn(terminal))) == 1
        after = len(drawn(terminal))
        terminal.type_until("c", "時間到了")
        terminal.type_until("e", "e]")
        assert len(drawn(terminal)) == after


def type_beside(terminal: Terminal, shown: Callable[[], Sequence[object]], strokes: int = 30) -> None:
    """Type until the picture was left as it is for three strokes.

    A page is laid out more than once before it is at rest, and a picture is written after the painting that asked for
    it: a single stroke says nothing yet.
    """
    seen: list[Sequence[object]] = []
    for number in range(strokes):
        stroke = "gh"[number % 2]
        terminal.type_until(stroke, stroke + "]")
        seen.append(shown())
        if len(seen) > 3 and all(one == seen[-1] for one in seen[-4:]):
            return
    raise AssertionError(f"{strokes} strokes beside it drew the picture anew: {seen}")


def drawn(terminal: Terminal) -> list[tuple[bytes, bytes]]:
    """Return where sixels were drawn, as often as they were."""
    return [(row, column) for row, column in _SIXEL.findall(bytes(terminal.raw))]


def test_an_answer_that_comes_late_and_in_pieces_is_heard_and_the_page_did_not_wait_for_it() -> None:
    with asked(b"") as terminal:
        terminal.wait_for("▀")
        terminal.type_until("-", "TYPED[-")
        for piece in (KITTY[:5], KITTY[5:30], KITTY[30:]):
            terminal.send(piece)
        terminal.wait_until(lambda: len(alive(terminal)) == 1, "picture")
        terminal.wait_until(lambda: "▀" not in terminal.text, "end of the blocks below it")
        terminal.wait_for("TYPED[-")  # on the page as it is laid out now, of which a part may still be on its way
        assert "kitty" not in terminal.text


GARBAGE = b"\x1bP>|\xff\x00\x1b_Gi=31;\x1b[6;;t\x1b[?;;c\x1b[6;0;0t\x1b]11;rgb:ff/ff\x07\x1b[?4"


@pytest.mark.variants(keep=2)
@pytest.mark.parametrize(
    "answer",
    [TMUX, WITHOUT_CELL, SAYS_NO, b"\x1b[?62;c", b"", GARBAGE],
    ids=["tmux", "no cell", "no", "DA1", "", "garbage"],
)
def test_a_terminal_that_does_not_say_that_it_shows_pictures_gets_cells(answer: bytes) -> None:
    with asked(answer) as terminal:
        terminal.wait_for("▀")
        terminal.type_until("ab", "TYPED[ab")
        assert alive(terminal) == set()
        assert not drawn(terminal)
