"""A kiosk that dies leaves no code behind that the next one would take for somebody else's."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.platform.machine.open_payments import FOLDER, OpenPayments

ONE, TWO, THREE = (digit * 32 for digit in "123")


@pytest.fixture
def payments() -> Iterator[OpenPayments]:
    payments = OpenPayments()
    payments.open()
    yield payments
    payments.close()


@pytest.fixture
def other() -> Iterator[OpenPayments]:
    other = OpenPayments()
    yield other
    other.close()


def test_what_a_dead_kiosk_showed_and_did_not_end_is_given_up_by_the_next(
    payments: OpenPayments, other: OpenPayments, tmp_path: Path
) -> None:
    for payment in (ONE, TWO, THREE):
        payments.shown(payment)
    payments.ended(TWO)
    payments.close()
    other.open()
    assert other.given_up == (ONE, THREE)
    assert len(list((tmp_path / "data" / FOLDER).iterdir())) == 1


def test_what_a_living_kiosk_shows_is_no_one_elses_business(payments: OpenPayments, other: OpenPayments) -> None:
    payments.shown(ONE)
    other.open()
    assert other.given_up == ()
    other.close()
    assert payments.given_up == ()


def test_a_kiosk_that_was_killed_is_dead(other: OpenPayments) -> None:
    program = (
        "import sys; from kiosk.platform.machine.open_payments import OpenPayments;"
        "payments = OpenPayments(); payments.open();"
        f"payments.shown('{ONE}'); print('shown', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as kiosk:
        assert kiosk.stdout is not None
        assert kiosk.stdout.readline() == b"shown\n"
        kiosk.send_signal(signal.SIGKILL)
    other.open()
    assert other.given_up == (ONE,)


def test_what_was_taken_over_outlives_the_one_that_took_it(payments: OpenPayments, other: OpenPayments) -> None:
    payments.shown(ONE)
    payments.close()
    other.open()
    other.close()
    payments.open()
    assert payments.given_up == (ONE,)
    payments.ended(ONE)
    payments.close()
    third = OpenPayments()
    third.open()
    assert third.given_up == ()
    third.close()


@pytest.mark.parametrize("torn", [b"", b"+", b"+" + ONE.encode()[:31], b"\xff\xfe", b"+../../etc/passwd\n"])
def test_a_line_that_was_torn_counts_for_nothing(other: OpenPayments, tmp_path: Path, torn: bytes) -> None:
    folder = tmp_path / "data" / FOLDER
    folder.mkdir(parents=True)
    (folder / "dead.open").write_bytes(f"+{TWO}\n".encode() + torn)
    other.open()
    assert other.given_up == (TWO,)


def test_a_disk_that_takes_no_file_stops_nothing(payments: OpenPayments, other: OpenPayments, tmp_path: Path) -> None:
    payments.close()
    (tmp_path / "data" / FOLDER).rename(tmp_path / "away")
    (tmp_path / "data" / FOLDER).write_text("a file where the folder should be")
    other.open()
    other.shown(ONE)
    other.give_up(ONE)
    assert other.given_up == (ONE,)
    other.ended(ONE)
    assert not other.given_up


def test_the_file_does_not_grow_with_the_visitors(payments: OpenPayments, tmp_path: Path) -> None:
    for number in range(100):
        payments.shown(f"{number:032x}")
        payments.ended(f"{number:032x}")
    [file] = (tmp_path / "data" / FOLDER).iterdir()
    assert file.stat().st_size == 0
    assert file.stat().st_mode & 0o777 == 0o600
