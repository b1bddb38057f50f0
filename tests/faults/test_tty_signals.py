"""The system ends the kiosk: at once, in good order, with the terminal as it was found."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import signal
import threading

import pytest

from kiosk.platform.terminal import signals
from tests.patience import PATIENCE
from tests.terminal.pty import Terminal, python


def in_good_order(terminal: Terminal) -> bool:
    """Say whether nothing of the app is left on the terminal: screen, cursor, wrapping, mouse, line settings."""
    left_on = {mode for mode, on in terminal.modes.items() if on}
    assert left_on == {25, 7}, f"the last it wrote: {bytes(terminal.raw[-400:])!r}"
    assert terminal.attributes == terminal.attributes_before
    return True


def test_the_last_resort_comes_within_two_seconds() -> None:
    assert signals.PATIENCE < 2


@pytest.mark.variants
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


@pytest.mark.variants
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_during_the_start_leaves_nothing_on_the_terminal(number: signal.Signals) -> None:
    with Terminal(python("-m", "tests.terminal.specimen", "starting")) as terminal:
        terminal.wait_for("停車一站式服務")
        terminal.wait_for("LISTENING")
        terminal.signal(number)
        assert terminal.wait_for_exit() == 0
        assert {mode for mode, on in terminal.modes.items() if on} == {25, 7}


def test_a_terminal_that_is_busy_with_a_frame_is_put_back_behind_it() -> None:
    master, line = pty.openpty()
    frame = b"x" * 1_000_000  # more than any line takes before somebody reads

    def paint() -> None:
        with contextlib.suppress(BlockingIOError):  # what the app's own output waits out
            os.write(line, frame)

    painting = threading.Thread(target=paint)
    putting_back = threading.Thread(target=signals.restore_terminal, args=(line, PATIENCE))
    try:
        painting.start()
        assert select.select([master], [], [], PATIENCE)[0]
        putting_back.start()
        seen = b""
        while not seen.endswith(signals.RESTORE.encode()):
            assert select.select([master], [], [], PATIENCE)[0], f"the last it took: {seen[-100:]!r}"
            seen += os.read(master, 65536)
    finally:
        os.close(master)
        for thread in (painting, putting_back):
            thread.join(PATIENCE)
        os.close(line)
