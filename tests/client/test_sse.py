"""Server-sent events, cut anywhere."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.api_client._sse import Event, EventParser, EventTooLongError
from tests.client.backend_double import payment

KILOBYTES_64 = 64 * 1024

plain = st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"]), max_size=20)


@st.composite
def streams(draw: st.DrawFn) -> tuple[bytes, list[Event]]:
    """Draw a stream as a server may write it, and the events that it holds."""
    text = draw(st.sampled_from(["", "\ufeff"]))
    # One kind of line end for a stream: a CR before a line that ends in LF would be one end, not two.
    end = draw(st.sampled_from(["\n", "\r", "\r\n"]))
    expected = []
    last_id = ""
    for _ in range(draw(st.integers(0, 3))):
        name = draw(st.sampled_from(["", "payment", "reconnect"]))
        data = draw(st.lists(plain, min_size=0, max_size=3))
        if draw(st.booleans()):
            text += ": comment" + end
        if name:
            text += f"event: {name}" + end
        for line in data:
            text += f"data: {line}" + end
        if draw(st.booleans()):
            last_id = draw(plain)
            text += f"id: {last_id}" + end
        text += draw(st.sampled_from(["", f"colour: blue{end}", f"data2{end}"])) + end
        if data:
            expected.append(Event(name or "message", "\n".join(data), last_id))
    return text.encode(), expected


@st.composite
def cut(draw: st.DrawFn, body: bytes) -> list[bytes]:
    places = sorted(draw(st.lists(st.integers(0, len(body)), max_size=8)))
    return [body[start:end] for start, end in zip([0, *places], [*places, len(body)], strict=True)]


@settings(max_examples=60)
@given(st.data(), streams())
def test_events_are_the_same_however_the_bytes_are_cut(data: st.DataObject, stream: tuple[bytes, list[Event]]) -> None:
    body, expected = stream
    parser = EventParser()
    assert [event for chunk in data.draw(cut(body)) for event in parser.feed(chunk)] == expected
    by_bytes = EventParser()
    assert [event for byte in body for event in by_bytes.feed(bytes([byte]))] == expected


@given(st.lists(st.binary(max_size=50)))
def test_no_bytes_make_the_parser_fail(chunks: list[bytes]) -> None:
    parser = EventParser()
    whole = EventParser()
    assert [e for chunk in chunks for e in parser.feed(chunk)] == whole.feed(b"".join(chunks))


def test_the_examples_of_the_standard() -> None:
    parser = EventParser()
    assert parser.feed(b"data: YHOO\ndata: +2\ndata: 10\n\n") == [Event("message", "YHOO\n+2\n10", "")]
    body = b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n"
    assert parser.feed(body) == [
        Event("message", "first event", "1"),
        Event("message", "second event", ""),
        Event("message", " third event", ""),
    ]
    assert parser.feed(b"data\n\ndata\ndata\n\ndata:") == [Event("message", "", ""), Event("message", "\n", "")]


def test_a_pair_of_line_ends_may_be_cut_with_nothing_in_between() -> None:
    parser = EventParser()
    events = [event for chunk in (b"data: a\r", b"", b"\ndata: b\r", b"\n\r\n") for event in parser.feed(chunk)]
    assert events == [Event("message", "a\nb", "")]


def test_an_event_cut_off_by_the_end_never_happened() -> None:
    assert EventParser().feed(b'event: payment\ndata: {"state": "paid"}\n') == []


@pytest.mark.parametrize(
    ("line", "expected"), [(b"2000", 2.0), (b"-1", None), (b"1e3", None), (b"9" * 30, None), ("２".encode(), None)]
)
def test_a_reconnection_time_is_plain_digits(line: bytes, expected: float | None) -> None:
    parser = EventParser()
    parser.feed(b"retry: " + line + b"\n")
    assert parser.retry == expected


@pytest.mark.parametrize("piece", [b"x" * 1000, b"data: " + b"x" * 1000 + b"\n"])
def test_a_line_or_an_event_without_end_is_given_up(piece: bytes) -> None:
    parser = EventParser()
    for _ in range(KILOBYTES_64 // 1010):
        assert parser.feed(piece) == []
    with pytest.raises(EventTooLongError):
        parser.feed(piece * 3)


def test_a_payment_of_four_hundred_bills_fits_into_an_event() -> None:
    data = json.dumps(payment(bills=[f"Q{serial:014}" for serial in range(400)]))
    assert len(data) > 7_000
    (event,) = EventParser().feed(f"event: payment\ndata: {data}\n\n".encode())
    assert event.data == data


def test_a_line_and_an_event_may_have_sixty_four_kilobytes() -> None:
    data = "x" * (KILOBYTES_64 - len("data: "))
    assert EventParser().feed(f"data: {data}\n\n".encode()) == [Event("message", data, "")]
    with pytest.raises(EventTooLongError):
        EventParser().feed(f"data: {data}x\n\n".encode())


def test_a_stream_lives_as_long_as_it_likes_however_much_it_has_sent() -> None:
    parser = EventParser()
    event = f"data: {'x' * 1000}\n\n".encode()
    for _ in range(3 * KILOBYTES_64 // 1000):
        assert len(parser.feed(event)) == 1


def test_a_mark_of_byte_order_stands_at_the_beginning_and_is_text_elsewhere() -> None:
    parser = EventParser()
    assert parser.feed("\ufeffdata: a\n\n".encode()) == [Event("message", "a", "")]
    assert parser.feed("\ufeffdata: b\n\n".encode()) == []
