"""TAB in the shells that people use, each of them a real one on a real terminal."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.backend.store import database
from kiosk.commands import completing
from kiosk.commands.exits import Exit
from tests.commands.conftest import Run
from tests.patience import PATIENCE
from tests.terminal.pty import Terminal

BIN = Path(sys.executable).parent
SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], 'eval "$(_KIOSK_COMPLETE=source_bash kiosk)"'),
    "zsh": (
        ["zsh", "-f", "-i"],
        'autoload -Uz compinit && compinit -u -D && eval "$(_KIOSK_COMPLETE=source_zsh kiosk)"',
    ),
    "fish": (["fish", "--no-config", "-i"], "_KIOSK_COMPLETE=source_fish kiosk | source"),
}


def asked(shell: str, **words: str) -> subprocess.CompletedProcess[bytes]:
    """Ask as a shell's own function does, without the shell."""
    environment = {**os.environ, "_KIOSK_COMPLETE": shell, **words}
    return subprocess.run([str(BIN / "kiosk")], env=environment, capture_output=True, check=False)


@pytest.mark.long
@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_completes_commands_and_values(shell: str, tmp_path: Path) -> None:
    command, begin = SHELLS[shell]
    found = shutil.which(command[0])
    if found is None:
        pytest.skip(f"{shell} is not installed")
    environment = {"PATH": f"{BIN}:{os.environ['PATH']}", "HOME": str(tmp_path), "PS1": "ready> "}
    with Terminal([found, *command[1:]], size=(100, 40), env=environment) as terminal:
        terminal.send(
            f"{begin}; echo set-$((1 + 1))-up\n" if shell != "fish" else f"{begin}; echo set-(math 1 + 1)-up\n"
        )
        terminal.wait_for("set-2-up")
        terminal.send("kiosk loo\t")
        terminal.wait_for("kiosk lookup")
        terminal.send("BKZ-5937 --type mo\t")
        terminal.wait_for("--type motorcycle")


@pytest.mark.variants(keep=2)
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("kiosk lookup BKZ-5937 --type ", {"car", "motorcycle"}),
        ("kiosk run --language ", {"zh-TW", "en"}),
        ("kiosk flood announce ", {"tamsui", "keelung", "xindian", "jingmei", "shuangxi"}),
        ("kiosk trigger payment.s", {"payment.second-transaction"}),
        ("kiosk trigger text.", {"text.refused", "text.late"}),
        ("kiosk terminal revoke ", set()),  # no database yet, and none is made by asking
    ],
)
def test_what_is_offered_for_a_value_is_all_that_it_may_be(typed: str, offered: set[str], tmp_path: Path) -> None:
    words = typed.split(" ")
    data = tmp_path / "data"
    answer = asked("complete_bash", COMP_WORDS=typed, COMP_CWORD=str(len(words) - 1), KIOSK_DATA_DIR=str(data))
    assert (set(answer.stdout.decode().split()), answer.stderr, answer.returncode) == (offered, b"", 0)
    assert not list(data.glob("*.sqlite3*"))


def test_a_terminals_id_is_offered_once_it_is_enrolled_and_no_more_once_it_is_revoked(
    kiosk: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(completing, "PATIENCE", PATIENCE)
    kiosk("terminal", "add", "Window 3")
    [(id, name)] = completing.terminals()
    assert name == "Window 3"
    assert kiosk("terminal", "revoke", id).code == 0
    assert completing.terminals() == []


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_for_a_shell_is_plain_text(shell: str) -> None:
    answer = asked(f"source_{shell}")
    assert answer.returncode == 0
    assert b"kiosk" in answer.stdout
    assert b"\x1b" not in answer.stdout


@pytest.fixture
def silent_server() -> Iterator[str]:
    """Listen where a PostgreSQL could be, and say nothing to a client that connects."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"postgresql://127.0.0.1:{listening.getsockname()[1]}/kiosk?connect_timeout=3600"
    for thread in threading.enumerate():
        if thread.name == "completing":
            thread.join(PATIENCE)  # the server has gone: it has its answer


def test_a_database_that_is_silent_does_not_hold_up_the_prompt(
    silent_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert completing.PATIENCE <= 1
    monkeypatch.setenv("KIOSK_BACKEND_DATABASE_URL", silent_server)
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 3600.0)
    monkeypatch.setattr(completing, "PATIENCE", 0.01)  # however little: it never answers
    assert completing.terminals() == []


@pytest.mark.long
@pytest.mark.parametrize(
    "surrounding",
    [
        {"KIOSK_BACKEND_DATABASE_URL": "mysql://nobody"},
        {"KIOSK_BACKEND_DATABASE_URL": "postgresql://127.0.0.1:1/kiosk"},
        {"KIOSK_BACKEND_OFICE": "canary"},
        {"COMP_CWORD": "three"},
    ],
)
def test_whatever_is_broken_nothing_but_completions_is_written(surrounding: dict[str, str], tmp_path: Path) -> None:
    words = {"COMP_WORDS": "kiosk terminal revoke ", "COMP_CWORD": "3", "KIOSK_DATA_DIR": str(tmp_path)}
    answer = asked("complete_bash", **words | surrounding)
    assert (answer.stdout.strip(), answer.stderr) == (b"", b"")


def test_a_fault_of_the_program_itself_offers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(completing, "_terminals", faulty)
    assert completing.terminals() == []


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("written", ["{option} {shell}", "{option}={shell}"])
def test_completion_is_shown_for_the_shell_that_is_named(kiosk: Run, shell: str, written: str) -> None:
    ran = kiosk(*written.format(option="--show-completion", shell=shell).split())
    assert (ran.code, ran.err) == (0, "")
    assert f"complete_{shell}" in ran.out
    assert not [other for other in SHELLS if other != shell and f"complete_{other}" in ran.out]


@pytest.mark.parametrize(
    ("shell", "file"), [("bash", ".bash_completions/kiosk.sh"), ("zsh", ".zfunc/_kiosk"),
                        ("fish", ".config/fish/completions/kiosk.fish")],
)  # fmt: skip
def test_completion_is_installed_for_the_shell_that_is_named(
    kiosk: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shell: str, file: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert kiosk("--install-completion", shell).code == 0
    assert f"complete_{shell}" in (tmp_path / file).read_text()


@pytest.mark.parametrize("option", ["--show-completion", "--install-completion"])
def test_a_shell_that_is_not_known_is_refused_with_those_that_are(kiosk: Run, option: str) -> None:
    ran = kiosk(option, "tcsh")
    assert (ran.code, ran.out) == (2, "")
    assert "bash, zsh, fish" in ran.err


def test_a_home_that_takes_no_completion_is_reported(
    kiosk: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".zshrc").mkdir()
    (tmp_path / ".zfunc").touch()
    monkeypatch.setenv("HOME", str(tmp_path))
    ran = kiosk("--install-completion", "zsh")
    assert (ran.code, ran.out) == (Exit.DISK, "")
    assert "cannot be used" in ran.err


def test_the_help_says_that_a_shell_may_be_named(kiosk: Run) -> None:
    assert " ".join(kiosk("--help").out.split()).count("the one named after it") == 2
