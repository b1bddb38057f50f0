"""What comes in from the terminal: whatever the bytes are, the kiosk goes on listening."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from kiosk.platform.terminal.input import KEYS_AT_ONCE, PASTE_LIMIT, TerminalInput
from tests.terminal.pty import Terminal, python

PARSER_CRASHES = (b"\x1b[9999999u", b"\x1b[:F", b"\x1b[;:Q", b"\x1b[0;5;99999999u", b"\x1b[8051238194D")
"""Each raises in Textual 8.2.8's parser."""

FORGED = (
    b"\x1b[48;1;1;1;1t",  # "the window has one cell of one pixel"
    b"\x1b[48;0;0;0;0t",
    b"\x1b[48;9999;9999;9999;9999t",
    b"\x1b[48;24;80;480;800t",  # "each cell has twenty by ten pixels, and I report clicks in pixels"
    b"\x1b[?2048;1$y\x1b[?2048;2$y",  # "the window reports its size among the keys"
    b"\x1b[O",  # "the window has lost the focus"
    b"\x1b[9999;9999R",  # "the cursor is far out"
    b"\x1b[<0;9999;9999M\x1b[<0;9999;9999m",  # a click far out
    b"\x1b[<64;-5;-5M",
)


@pytest.fixture(scope="module")
def terminal() -> Iterator[Terminal]:
    """Yield a running kiosk that all tests of this file torment: none of them may hurt the next one."""
    with Terminal(python("-m", "tests.terminal.specimen", "echo")) as terminal:
        terminal.wait_for("READY")
        yield terminal


def responds(terminal: Terminal, word: str) -> None:
    """Assert that what is typed next still arrives."""
    terminal.type_until(word, f"{word}]")


def typed(terminal: Terminal) -> int:
    """Return how many characters have arrived in all."""
    count = re.compile(r"\] (\d+) typed")
    terminal.wait_until(lambda: count.search(terminal.text) is not None, "count of what was typed")
    return int(count.findall(terminal.text)[-1])


@pytest.mark.parametrize(
    "torment",
    [
        b"\xff",
        b"\xa4\xfd",  # a name in Big5
        b"caf\xe9",  # Latin-1
        b"\x1b[M\x20\xf0\xff",  # a mouse beyond column 95, the way of 1987
        b"\x1b[M\xff\xff\xff" * 50,
        b"\x1b[200~",  # a paste that never ends
        b"\x1b[200~half\x1b[201",
        b"\x1b[201~\x1b[200~\x1b[200~",
        b"\x1b]52;c;?\x07\x1bPq\x1b\\\x1b_x\x1b\\",
        b"\x1b[" + b"9" * 5000,
        bytes(range(256)),
        *PARSER_CRASHES,
        *FORGED,
    ],
    ids=lambda torment: repr(torment[:12]),
)
def test_no_bytes_end_or_deafen_the_kiosk(terminal: Terminal, torment: bytes) -> None:
    terminal.send(torment)
    responds(terminal, f"<{abs(hash(torment)) % 10_000}>")


def test_the_start_of_a_paste_may_come_in_pieces(terminal: Terminal) -> None:
    for byte in b"\x1b[200~":
        terminal.send(bytes([byte]))
    responds(terminal, "<pieces>")


def test_a_burst_of_a_scanner_gone_wild_is_cut_off_and_forgotten(terminal: Terminal) -> None:
    terminal.send(b"7" * 6000)
    responds(terminal, "<burst>")
    assert "7" * 6000 not in terminal.raw.decode(errors="replace")


def test_a_megabyte_of_paste_is_cut_to_the_first_characters(terminal: Terminal) -> None:
    responds(terminal, "<before>")
    before = typed(terminal)
    terminal.send(b"\x1b[200~" + b"8" * 1_000_000 + b"\x1b[201~")
    responds(terminal, "<paste>")
    # A busy machine's pauses let the next keys of a flood in: how many exactly arrive is asked below, without one.
    assert typed(terminal) - before < 3 * PASTE_LIMIT


def test_a_paste_arrives_whole_and_its_line_breaks_press_nothing(terminal: Terminal) -> None:
    terminal.send("\x1b[200~<BKZ-5937>\r<next>\x1b[201~")
    terminal.wait_for("<next>]")


def test_a_click_lands_where_it_was_made_after_forged_reports(terminal: Terminal) -> None:
    terminal.send(b"".join(FORGED))
    terminal.type_until(b"\x1b[<0;11;12M\x1b[<0;11;12m", "CLICK 10,11")


def test_random_bytes_do_not_end_the_kiosk(terminal: Terminal) -> None:
    chance = random.Random(20261123)
    for round_ in range(10):
        torment = chance.randbytes(400) + chance.choice([*PARSER_CRASHES, b"\x1b[200~", b"\x1b", b""])
        terminal.send(torment)
        responds(terminal, f"<r{round_}>")


ANSWER = b"\x1bP>|kitty(0.42.1)\x1b\\"
"""What a terminal says it is."""


@pytest.mark.parametrize("split", range(1, len(ANSWER) + 1))
def test_what_the_terminal_says_it_is_is_heard_in_two_pieces_and_types_nothing(split: int) -> None:
    terminal_input = TerminalInput(0.0)
    found = [*terminal_input.feed(b"b" + ANSWER[:split], 0.1), *terminal_input.feed(ANSWER[split:] + b"k", 0.14)]
    assert [event.character for event in found if isinstance(event, events.Key)] == ["b", "k"]
    assert terminal_input.facts.name == "kitty(0.42.1)"


def test_a_scanner_cannot_say_later_that_it_is_the_terminal_nor_a_second_time() -> None:
    late = TerminalInput(0.0)
    list(late.feed(ANSWER, 30.5))
    assert late.facts.name is None
    twice = TerminalInput(0.0)
    list(twice.feed(ANSWER, 0.1))
    list(twice.feed(ANSWER.replace(b"kitty", b"xterm"), 0.2))
    assert twice.facts.name == "kitty(0.42.1)"


def test_an_answer_that_never_ends_does_not_keep_what_is_typed_for_ever() -> None:
    terminal_input = TerminalInput(0.0)
    found = list(terminal_input.feed(b"\x1bP>|", 0.1))
    found += terminal_input.feed(b"x" * 300, 0.2)
    found += terminal_input.feed(b"7", 0.9)
    assert [event.character for event in found if isinstance(event, events.Key)][-1] == "7"


PIECES = st.lists(
    st.one_of(
        st.binary(max_size=20),
        st.sampled_from(
            [
                *PARSER_CRASHES,
                *FORGED,
                b"\x1b",
                b"\x1b[",
                b"\x1b[200~",
                b"\x1b[201~",
                b"\x1b[M",
                b"\x1b[<0;1;1M",
                ANSWER,
                b"\x1bP>|",
            ]
        ),
        st.text(max_size=10).map(str.encode),
    ),
    max_size=20,
)


@given(PIECES, st.lists(st.floats(0, 0.3), min_size=20, max_size=20))
def test_any_bytes_at_any_rate_are_read_without_an_error(pieces: list[bytes], pauses: list[float]) -> None:
    now = 0.0
    terminal_input = TerminalInput(now)
    for piece, pause in zip(pieces, pauses, strict=False):
        list(terminal_input.feed(piece, now))
        now += pause
    for _ in range(60):  # three seconds of silence end whatever was begun
        now += 0.05
        list(terminal_input.tick(now))
    # The parser's own clock is the machine's: an escape begun last may still take the first keys with it.
    heard = [key for _ in range(3) for key in _typed(terminal_input, "abcdefghijklmnopqrstuvwxyz0123456789", now)]
    assert heard[-1] == "9"


def _fed(seed: int, size: int) -> None:
    """Feed so many random bytes, in reads with pauses; ask that keys are heard afterwards."""
    chance, terminal_input = random.Random(seed), TerminalInput(0.0)
    now, read = 0.0, 0
    while read < size:
        piece = chance.randbytes(chance.randrange(1, 400)) + chance.choice(
            [*PARSER_CRASHES, *FORGED, b"\x1b[200~", b""]
        )
        list(terminal_input.feed(piece, now))
        read += len(piece)
        now += chance.random() * 0.4
        list(terminal_input.tick(now))
    for _ in range(60):
        now += 0.05
        list(terminal_input.tick(now))
    heard = [key for _ in range(3) for key in _typed(terminal_input, "abcdefghijklmnopqrstuvwxyz0123456789", now)]
    assert heard[-1] == "9"


def test_a_hundred_thousand_random_bytes_are_read_without_an_error() -> None:
    _fed(seed=0, size=100_000)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 21))
def test_twenty_million_random_bytes_are_read_without_an_error(seed: int) -> None:
    _fed(seed, size=1_000_000)


def _typed(terminal_input: TerminalInput, text: str, now: float) -> list[str]:
    return [
        event.character
        for event in terminal_input.feed(text.encode(), now)
        if isinstance(event, events.Key) and event.character
    ]


def messages(*reads: tuple[float, bytes]) -> list[Message]:
    terminal_input = TerminalInput(0.0)
    found = [message for now, data in reads for message in terminal_input.feed(data, now)]
    for step in range(1, 60):
        found += terminal_input.tick(reads[-1][0] + step / 20)
    return found


def pastes(*reads: tuple[float, bytes]) -> list[str]:
    return [message.text for message in messages(*reads) if isinstance(message, events.Paste)]


def test_a_paste_is_one_message_with_nothing_hidden_in_it() -> None:
    assert pastes((0.0, "\x1b[200~王\x00\u202e小\x1b[201~".encode())) == ["王\ufffd小"]


def test_a_paste_keeps_its_first_characters() -> None:
    assert pastes((0.0, b"\x1b[200~" + b"x" * 5000 + b"\x1b[201~")) == ["x" * PASTE_LIMIT]


def test_a_paste_without_an_end_ends_by_itself() -> None:
    assert pastes((0.0, b"\x1b[200~abc"), (0.05, b"def"), (0.5, b"typed")) == ["abcdef"]


def test_keys_beyond_what_anybody_types_are_dropped_until_it_is_quiet() -> None:
    terminal_input = TerminalInput(0.0)
    assert len(_typed(terminal_input, "7" * 5000, 0.0)) == KEYS_AT_ONCE
    assert _typed(terminal_input, "\r", 0.1) == []
    assert terminal_input.floods == 1
    assert _typed(terminal_input, "a", 0.4) == ["a"]


@pytest.mark.long
def test_more_bytes_than_any_terminal_sends_are_dropped_before_they_cost_time() -> None:
    terminal_input = TerminalInput(0.0)
    for part in range(250):
        list(terminal_input.feed(b"\x1b[<35;1;1M" * 400, part / 1000))
    assert terminal_input.floods == 1
    assert _typed(terminal_input, "a", 1.0) == ["a"]


@pytest.mark.long
def test_what_no_one_can_mean_to_type_is_dropped() -> None:
    assert _typed(TerminalInput(0.0), "a\u202e\u200b\ue000\ufffd王\u0301", 0.0) == ["a", "王", "\u0301"]


@pytest.mark.long
def test_focus_size_and_cursor_reports_stop_at_the_door() -> None:
    kinds = {type(message) for message in messages((0.0, b"".join(FORGED) + b"\x1b[I"))}
    assert kinds <= {events.MouseDown, events.MouseUp, events.Key}
