"""A scanner that types is distinguished from somebody who types, and nothing that anybody types is lost over that."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from kiosk.platform.terminal.scanner import GAP, LEAST, Scanned, Scanner
from tests.terminal.pty import Terminal, python

SCAN = "Q7158601D030025"


def key(character: str) -> events.Key:
    return events.Key("enter" if character == "\r" else character, character)


def read(scanner: Scanner, typed: list[tuple[str, float]]) -> Iterator[Message]:
    """Type characters, each so many seconds after the one before, and wait until nothing more can come of them."""
    now = 0.0
    for character, gap in typed:
        now += gap
        yield from scanner.feed([key(character)], now)
    yield from scanner.tick(now + 1)


def at_speed(text: str, gap: float = 0.005) -> list[tuple[str, float]]:
    return [(character, gap if index else 1.0) for index, character in enumerate(text)]


def letters(messages: list[Message]) -> str:
    return "".join(message.character or "" for message in messages if isinstance(message, events.Key))


def scans(messages: list[Message]) -> list[tuple[str, bool]]:
    return [(message.text, message.entered) for message in messages if isinstance(message, Scanned)]


@pytest.mark.parametrize("gap", [0.0, 0.001, 0.016, GAP])
@pytest.mark.parametrize("entered", [True, False])
def test_a_scan_arrives_as_one_piece_with_its_enter_and_all_but_its_first_character(gap: float, entered: bool) -> None:
    found = list(read(Scanner(), at_speed(SCAN + "\r" * entered, gap)))
    assert scans(found) == [(SCAN, entered)]
    assert letters(found) == SCAN[0]  # it went on at once, and is taken back


def test_what_waits_is_let_go_as_soon_as_it_is_known_what_it_is() -> None:
    scanner = Scanner()
    assert letters(list(scanner.feed([key("a")], 1.0))) == "a"
    assert list(scanner.feed([key("b")], 1.01)) == []
    assert scanner.waits
    assert letters(list(scanner.tick(1.01 + GAP * 1.01))) == "b"
    assert not scanner.waits


def test_a_key_that_is_held_is_typed_however_long_it_is() -> None:
    found = list(read(Scanner(), at_speed("a" * 40, 0.03)))
    assert letters(found) == "a" * 40
    assert scans(found) == []


def test_a_prefix_makes_a_scan_of_whatever_comes_behind_it_and_is_no_part_of_it() -> None:
    found = list(read(Scanner("]"), at_speed("]A1\r")))
    assert scans(found) == [("A1", True)]
    assert letters(found) == ""
    assert [message.begun for message in found if isinstance(message, Scanned)] == [False]
    assert scans(list(read(Scanner("\x02"), at_speed("\x02A1")))) == [("A1", False)]


def test_an_input_method_and_a_paste_are_no_scanner_but_a_paste_with_a_line_end_is() -> None:
    assert letters(list(read(Scanner(), at_speed("臺北市信義區市府路")))) == "臺北市信義區市府路"
    scanner = Scanner()
    paste = events.Paste("0912-345-678")
    assert list(scanner.feed([paste], 1.0)) == [paste]
    assert scans(list(scanner.feed([events.Paste(f"{SCAN}\n")], 2.0))) == [(SCAN, True)]


def test_where_there_is_no_scanner_everything_is_typed() -> None:
    found = list(read(Scanner(on=False), at_speed(f"{SCAN}\r")))
    assert letters(found) == f"{SCAN}\r"


typing = st.lists(
    st.tuples(st.sampled_from("ab1\r臺"), st.sampled_from([0.0, 0.01, GAP, 0.036, 0.2])),
    max_size=40,
)


@given(typing)
def test_every_character_is_typed_once_and_in_order_or_part_of_a_scan(typed: list[tuple[str, float]]) -> None:
    found = list(read(Scanner(), typed))
    whole, rest = "".join(character for character, _ in typed), ""
    for message in found:
        if isinstance(message, events.Key):
            rest += message.character or ""
        elif isinstance(message, Scanned):
            # What went on at once is taken back: a first character, and those that a held key typed.
            passed = len(message.text) - len(message.text.lstrip(message.text[0]))
            while passed and not rest.endswith(message.text[:passed]):
                passed -= 1
            assert passed
            assert message.begun
            rest = rest[: len(rest) - passed] + message.text + "\r" * message.entered
            assert len(message.text) >= LEAST
            assert len(set(message.text)) > 1
    assert rest == whole


@given(st.lists(st.sampled_from("ab1\r"), max_size=30))
def test_what_is_typed_with_more_than_the_gap_between_is_never_a_scan(typed: list[str]) -> None:
    assert scans(list(read(Scanner(), [(character, 0.0351) for character in typed]))) == []


@pytest.mark.long
def test_on_a_real_line_a_scan_is_no_typing_and_no_enter() -> None:
    command = python("-m", "tests.terminal.specimen", "steps")
    with Terminal(command, env={"KIOSK_SCANNER": "true"}) as terminal:
        terminal.wait_for("PAGE 1")
        terminal.send(f"{SCAN}\r")
        terminal.wait_for("已略過掃描")
        terminal.send(f"\x1b[200~{SCAN}\r\x1b[201~")
        terminal.type_until("x", "TYPED[")
        assert "PAGE 2" not in terminal.text
