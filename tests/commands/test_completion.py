"""TAB in the shells that people use, each of them a real one on a real terminal."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal.pty import Terminal

SLOW = 60.0
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


@pytest.mark.timeout(300)
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
        terminal.wait_for("set-2-up", seconds=SLOW)
        terminal.send("kiosk lo\t")
        terminal.wait_for("kiosk lookup", seconds=SLOW)
        terminal.send("BKZ-5937 --type mo\t")
        terminal.wait_for("--type motorcycle", seconds=SLOW)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("kiosk lookup BKZ-5937 --type ", {"car", "motorcycle"}),
        ("kiosk run --language ", {"zh-TW", "en"}),
        ("kiosk flood announce ", {"tamsui", "keelung", "xindian", "jingmei", "shuangxi"}),
        ("kiosk terminal revoke ", set()),  # no database yet, and none is made by asking
    ],
)
def test_what_is_offered_for_a_value_is_all_that_it_may_be(typed: str, offered: set[str], tmp_path: Path) -> None:
    words = typed.split(" ")
    data = tmp_path / "data"
    answer = asked("complete_bash", COMP_WORDS=typed, COMP_CWORD=str(len(words) - 1), KIOSK_DATA_DIR=str(data))
    assert (set(answer.stdout.decode().split()), answer.stderr, answer.returncode) == (offered, b"", 0)
    assert not list(data.glob("*.sqlite3*"))


def test_a_terminals_id_is_offered_once_it_is_enrolled(tmp_path: Path) -> None:
    environment = {**os.environ, "KIOSK_DATA_DIR": str(tmp_path)}
    subprocess.run(
        [str(BIN / "kiosk"), "terminal", "add", "Window 3"], env=environment, capture_output=True, check=True
    )
    typed = "kiosk terminal revoke "
    answer = asked("complete_bash", COMP_WORDS=typed, COMP_CWORD="3", KIOSK_DATA_DIR=str(tmp_path))
    [id] = answer.stdout.decode().split()
    listed = subprocess.run([str(BIN / "kiosk"), "terminal", "list"], env=environment, capture_output=True, check=True)
    assert id in listed.stdout.decode()


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_for_a_shell_is_plain_text(shell: str) -> None:
    answer = asked(f"source_{shell}")
    assert answer.returncode == 0
    assert b"kiosk" in answer.stdout
    assert b"\x1b" not in answer.stdout
