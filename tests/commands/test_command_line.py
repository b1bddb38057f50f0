from __future__ import annotations

import re
import subprocess
import sys

import pytest

from kiosk import __version__
from kiosk.commands.exits import Exit
from tests.commands.conftest import Run
from tests.patience import PATIENCE
from tests.source import ROOT


def test_the_version_is_data(kiosk: Run) -> None:
    ran = kiosk("--version")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"kiosk {__version__} ")


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["lookup"], ["serve", "--port", "70000"], ["run", "--clock", "noon"]]
)
def test_what_is_not_understood_is_reported_on_standard_error(kiosk: Run, arguments: list[str]) -> None:
    ran = kiosk(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err


def test_a_moment_has_its_zone(kiosk: Run) -> None:
    ran = kiosk("db", "seed", "--clock", "2026-08-16T10:28")
    assert ran.code == 2
    assert "zone" in ran.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_shown_for_the_shells(shell: str) -> None:
    script = "import sys; from kiosk.cli import app; app(prog_name='kiosk')"
    run = subprocess.run(
        [sys.executable, "-c", script], env={"_KIOSK_COMPLETE": f"source_{shell}", "PATH": ""}, capture_output=True,
        text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert "_KIOSK_COMPLETE" in run.stdout


def test_every_exit_code_is_promised_in_the_help_and_in_the_readme(kiosk: Run) -> None:
    reported = " ".join(kiosk("--help").out.split())
    readme = (ROOT / "docs" / "operating" / "commands.md").read_text(encoding="utf-8")
    for code in Exit:
        assert f" {code.value} " in reported, code
        assert f"| {code.value} |" in readme, code


def test_every_command_says_what_it_does(kiosk: Run) -> None:
    for command in ("run", "serve", "lookup", "qr", "doctor", "db", "device"):
        ran = kiosk(command, "--help")
        assert ran.code == 0
        assert ran.out.startswith(f"Usage: kiosk {command}")


def test_off_a_terminal_a_code_is_plain_text(kiosk: Run) -> None:
    ran = kiosk("qr", "HTTPS://PAY.EXAMPLE.TW/P/ABCDEFGH")
    assert ran.code == 0
    assert set(ran.out) <= set("█▀▄ \n")
    assert ran.err == ""


def test_a_code_that_cannot_be_is_a_clear_sentence(kiosk: Run) -> None:
    assert kiosk("qr", "").code == 2
    too_long = kiosk("qr", "-", typed="x" * 4000)
    assert (too_long.code, too_long.out) == (1, "")


def test_the_kiosk_needs_a_terminal(kiosk: Run) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "kiosk"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert run.returncode == Exit.USAGE
    assert "terminal" in run.stderr


def test_what_a_kiosk_passes_to_its_backend_is_not_offered_to_people(kiosk: Run) -> None:
    ran = kiosk("serve", "--help")
    assert "--desk-port" in ran.out
    assert not re.search(r"--[a-z-]*fd\b", ran.out)
