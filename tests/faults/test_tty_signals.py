"""The system ends the kiosk: at once, in good order, with the terminal as it was found."""

from __future__ import annotations

import signal

import pytest

from kiosk.platform.terminal import signals
from tests.terminal.pty import Terminal, python


def in_good_order(terminal: Terminal) -> bool:
    """Say whether nothing of the app is left on the terminal: screen, cursor, wrapping, mouse, line settings."""
    left_on = {mode for mode, on in terminal.modes.items() if on}
    assert left_on == {25, 7}, f"the last it wrote: {bytes(terminal.raw[-400:])!r}"
    assert terminal.attributes == terminal.attributes_before
    return True


def test_the_last_resort_comes_within_two_seconds() -> None:
    assert signals.PATIENCE < 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT])
def test_a_signal_ends_the_kiosk_and_restores_the_terminal(number: signal.Signals) -> None:
    with Terminal(python("-m", "tests.terminal.specimen", "echo")) as terminal:
        terminal.wait_for("READY")
        assert terminal.modes[1049]
        assert terminal.modes[1003]
        terminal.signal(number)
        assert terminal.wait_for_exit() == 0
        assert in_good_order(terminal)
        assert terminal.text.strip() == ""


def test_a_kiosk_whose_loop_is_stuck_still_ends_and_restores_the_terminal() -> None:
    with Terminal(python("-m", "tests.terminal.specimen", "stuck")) as terminal:
        terminal.wait_for("READY")
        terminal.wait_until(lambda: b"STUCK" in terminal.raw, "word of the blocked loop")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_for_exit() == 0
        assert in_good_order(terminal)


def test_stopping_the_kiosk_from_outside_is_refused() -> None:
    with Terminal(python("-m", "tests.terminal.specimen", "echo")) as terminal:
        terminal.wait_for("READY")
        terminal.signal(signal.SIGTSTP)
        terminal.type_until("go on", "go on]")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_during_the_start_leaves_nothing_on_the_terminal(number: signal.Signals) -> None:
    with Terminal(python("-m", "tests.terminal.specimen", "starting")) as terminal:
        terminal.wait_for("停車一站式服務")
        terminal.wait_for("LISTENING")
        terminal.signal(number)
        assert terminal.wait_for_exit() == 0
        assert {mode for mode, on in terminal.modes.items() if on} == {25, 7}
