"""`kiosk lookup` where there is no device token: a person at the terminal reads a picture, a program gets an error."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator

import pytest

from kiosk.backend.proof import picture_codes
from kiosk.commands import guest
from kiosk.platform.machine import secrets
from tests.clock import ManualClock
from tests.commands.conftest import Ran, Run
from tests.live_backend import LiveBackend

DIGITS = "02468"
ASKED = "The five digits in the picture (? to hear them): "


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def service(sqlite_demo_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[LiveBackend]:
    monkeypatch.setattr(picture_codes, "new_digits", lambda: DIGITS)
    monkeypatch.setattr(picture_codes, "spoken", lambda _digits: b"RIFF")
    monkeypatch.setattr(secrets, "_keyring", lambda: None)
    # Its time stands still: the allowances of a minute do not come back in the middle of a test.
    with LiveBackend(sqlite_demo_url, clock=ManualClock()) as backend:
        yield backend


class AtTerminal:
    """Somebody who types lines at a real terminal, and goes away after the last one."""

    def __init__(self, run: Run, service: LiveBackend, monkeypatch: pytest.MonkeyPatch) -> None:
        self._run, self._service, self._monkeypatch = run, service, monkeypatch

    def __call__(self, *lines: str, options: tuple[str, ...] = ()) -> Ran:
        keyboard, terminal = os.openpty()
        with open(keyboard, "wb", buffering=0) as keys, open(terminal, encoding="utf-8") as typed:  # noqa: PTH123
            keys.write("".join(f"{line}\n" for line in lines).encode() + b"\x04")
            reported = Terminal()
            # What the command's standard input is made of, and what a person sees of it.
            self._monkeypatch.setattr(io, "StringIO", lambda _text: typed)
            self._monkeypatch.setattr(sys, "stderr", reported)
            arguments = ("lookup", "BKZ-5937", "--type", "car", "--json", "--backend", self._service.url, *options)
            ran = self._run(*arguments)
        return Ran(ran.code, ran.out, reported.getvalue())


@pytest.fixture
def at_terminal(kiosk: Run, service: LiveBackend, monkeypatch: pytest.MonkeyPatch) -> AtTerminal:
    return AtTerminal(kiosk, service, monkeypatch)


def test_who_reads_the_picture_is_answered(at_terminal: AtTerminal) -> None:
    ran = at_terminal(DIGITS)
    assert (ran.code, json.loads(ran.out)["outcome"]) == (0, "owed")
    assert ran.err.count(ASKED) == 1
    assert "\x1b[38;5;16;48;5;231m▄" in ran.err


def test_what_is_not_five_digits_is_asked_for_again_and_costs_no_try(at_terminal: AtTerminal) -> None:
    ran = at_terminal("", "1234", "abcde", "1", "０２ ４６８")
    assert ran.code == 0
    assert ran.err.count("Please type five digits.") == 4


@pytest.mark.long
def test_wrong_digits_may_be_corrected_and_a_used_up_picture_is_followed_by_another(at_terminal: AtTerminal) -> None:
    ran = at_terminal("11111", "22222", "33333", DIGITS)
    assert ran.code == 0
    assert ran.err.count("Those are not the digits.") == 2
    assert ran.err.count("can no longer be used") == 1
    assert ran.err.count(ASKED) == 4


@pytest.mark.parametrize("plays", [True, False])
def test_the_digits_can_be_heard_instead(at_terminal: AtTerminal, monkeypatch: pytest.MonkeyPatch, plays: bool) -> None:
    heard: list[bytes] = []

    async def play(wav: bytes) -> bool:
        heard.append(wav)
        return plays

    monkeypatch.setattr(guest, "play", play)
    ran = at_terminal("?", DIGITS)
    assert (ran.code, heard) == (0, [b"RIFF"])
    assert ("cannot play sounds" in ran.err) is not plays


def test_who_goes_away_is_no_guest(at_terminal: AtTerminal) -> None:
    ran = at_terminal()
    assert (ran.code, ran.out) == (2, "")
    assert "KIOSK_DEVICE_TOKEN" in ran.err


def test_with_no_input_no_one_is_asked_and_what_to_do_is_reported(at_terminal: AtTerminal) -> None:
    ran = at_terminal(DIGITS, options=("--no-input",))
    assert (ran.code, ran.out) == (2, "")
    assert ASKED not in ran.err
    assert "KIOSK_DEVICE_TOKEN" in ran.err
    assert "without --no-input" in ran.err


def test_off_a_terminal_no_one_is_asked(kiosk: Run, service: LiveBackend) -> None:
    ran = kiosk("lookup", "BKZ-5937", "--type", "car", "--backend", service.url, typed=DIGITS + "\n")
    assert (ran.code, ran.out) == (2, "")
    assert ASKED not in ran.err


def test_too_many_pictures_are_a_refusal(at_terminal: AtTerminal) -> None:
    wrong = [f"{number:05}" for number in range(11111, 11111 + 15)]
    ran = at_terminal(*wrong)
    assert (ran.code, json.loads(ran.out)["outcome"]) == (8, "refused")
    assert json.loads(ran.out)["problem"] == "urn:parking-kiosk:problem:too-many-requests"
