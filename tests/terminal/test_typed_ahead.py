"""What is typed for a page that has yet to come is kept for it, and for no longer than somebody types on."""

from __future__ import annotations

from kiosk.platform.terminal.typed_ahead import PAUSE, TypedAhead


def ahead(text: str = "B") -> TypedAhead:
    typed = TypedAhead()
    typed.begin(text, 10.0)
    return typed


def test_what_is_typed_between_two_pages_is_kept_in_order_however_long_that_takes() -> None:
    typed = ahead()
    for number, character in enumerate("KZX"):
        assert typed.type(character, 10.0 + 5 * number, seen=0.0)
    assert typed.rub_out(20.0, seen=0.0)
    assert typed.taken() == ("BKZ", "")


def test_what_follows_at_once_is_kept_although_a_page_is_there_and_what_comes_later_is_that_pages() -> None:
    typed = ahead()
    assert typed.type("K", 30.0, seen=PAUSE / 2)  # no one has read that page yet
    assert typed.type("Z", 30.0 + PAUSE, seen=3 * PAUSE)
    assert not typed.type("5", 30.0 + 3 * PAUSE, seen=5 * PAUSE)
    assert not typed.scan("Q7158601D030025", 30.0 + 3 * PAUSE, seen=5 * PAUSE)
    assert typed.taken() == ("BKZ", "")


def test_a_scan_stands_for_the_character_that_went_on_before_it_was_known_for_one() -> None:
    typed = ahead("Q")
    assert typed.scan("Q7158601D030025", 10.1, seen=0.0)
    assert typed.taken() == ("", "Q7158601D030025")


def test_what_was_taken_or_forgotten_comes_to_no_one_else() -> None:
    typed = ahead()
    typed.taken()
    assert not typed.type("K", 10.0, seen=0.0)
    typed.begin("B", 10.0)
    typed.forget()
    assert typed.taken() == ("", "")
