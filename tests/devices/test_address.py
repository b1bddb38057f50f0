from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.address import KINDS, Cups, Folder, Network, Serial, Usb, parse
from kiosk.devices.escpos_status import is_answer, status_of
from kiosk.devices.port import Status

BYTE = st.none() | st.integers(0, 255)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("network:192.0.2.7", Network("192.0.2.7", 9100)),
        ("network:printer.example.tw:9101", Network("printer.example.tw", 9101)),
        ("usb:04b8:0202", Usb(0x04B8, 0x0202)),
        ("serial:/dev/ttyUSB0", Serial("/dev/ttyUSB0", 9600)),
        ("serial:/dev/ttyS1@115200", Serial("/dev/ttyS1", 115200)),
        ("file:/tmp/paper", Folder(Path("/tmp/paper"))),  # noqa: S108  nothing is made there
        ("cups:Office_Printer", Cups("Office_Printer")),
    ],
)
def test_an_address_says_what_kind_of_printer_is_where(text: str, place: object) -> None:
    assert parse(text) == (KINDS[text.partition(":")[0]], place)


@pytest.mark.parametrize(
    "text",
    ["", "network:", "network:a:0", "network:a:99999", "usb:04b8", "serial:ttyUSB0", "serial:/dev/x@1", "file:",
     "cups:-d", "cups:a b", "epson", "network:a b"],
)  # fmt: skip
def test_what_is_no_address_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"a printer is|a port is|speed is"):
        parse(text)


def test_a_folder_in_a_home_that_is_not_there_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="no home folder"):
        parse("file:~nobody-of-this-name/paper")


@given(st.text() | st.from_regex(r"(network|usb|serial|file|cups):.*"))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        parse(text)
    except ValueError:
        return


@given(BYTE, BYTE, BYTE)
def test_whatever_a_printer_answers_means_something(offline: int | None, fault: int | None, paper: int | None) -> None:
    status = status_of(offline, fault, paper)
    usable = [byte for byte in (offline, fault, paper) if byte is not None and is_answer(byte)]
    assert (status is Status.UNKNOWN) or usable
    if status is Status.OK:
        assert paper is not None
        assert is_answer(paper)
