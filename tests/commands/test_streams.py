"""Streams that are closed, full, left by their reader, or in another encoding: a sentence, never a traceback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.commands.exits import Exit
from kiosk.platform.terminal.streams import OutputError, is_utf8
from tests.commands.conftest import Run
from tests.commands.every import UNREACHABLE, commands, names
from tests.patience import PATIENCE

FULL = Path("/dev/full")


def process(*arguments: str, shell: str = "{}", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a process of its own, inside a line of shell in which it is `{}`."""
    line = shell.format('"$0" -m kiosk "$@"')
    return subprocess.run(
        ["/bin/sh", "-c", line, sys.executable, *arguments], capture_output=True, check=False, timeout=PATIENCE,
        env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
    )  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize(
    ("arguments", "shell", "code", "said"),
    [
        (["qr", "A"], "{} >&-", 1, "Standard output cannot be written to: Bad file descriptor.\n"),
        pytest.param(
            ["settings"], "{} >/dev/full", 1, "Standard output cannot be written to: No space left on device.\n",
            marks=pytest.mark.skipif(not FULL.exists(), reason="no /dev/full"),
        ),
        (["settings", "--example"], "{{ {}; echo $? >&2; }} | true", 0, "1\n"),
        (["lookup", "-", "--type", "car"], "{} <&-", 2, "This is not a plate number."),
        (["qr", "-"], "{} <&-", 2, "There is nothing to encode.\n"),
        (["qr", "-"], "{} <&- >&- 2>&-", 2, ""),
        ([], "{} <&- >&- 2>&-", 2, ""),
    ],
)  # fmt: skip
def test_streams_that_are_closed_or_full_or_left_are_reported(
    arguments: list[str], shell: str, code: int, said: str
) -> None:
    ran = process(*arguments, shell=shell)
    reported = ran.stderr.decode()
    assert reported.startswith(said)
    assert ran.returncode == code
    assert "Traceback" not in reported
    assert "Exception ignored" not in reported


def test_an_argument_that_is_no_text_is_reported(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "kiosk", "qr", b"\xff"], capture_output=True, check=False, timeout=PATIENCE
    )
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr.decode() == "This is not text in UTF-8.\n"


@pytest.mark.long
def test_another_encoding_has_the_findings_and_that_it_must_be_mended() -> None:
    ran = process("doctor", PYTHONIOENCODING="iso-8859-1", PYTHON_KEYRING_BACKEND="no.such.Backend")
    reported = ran.stdout.decode("iso-8859-1")
    assert ran.returncode == 1, ran.stderr
    assert "Chinese cannot be shown" in reported
    assert "?" in reported
    assert ran.stderr == b""


@pytest.mark.long
def test_json_is_whole_in_another_encoding(tmp_path: Path) -> None:
    ran = process("settings", "--json", PYTHONIOENCODING="iso-8859-1", KIOSK_BACKEND_OFFICE="松山 𠮷 é")
    assert json.loads(ran.stdout.decode("ascii"))["backend"]["office"]["value"] == "松山 𠮷 é"


NO_KEYRING = "keyring.backends.fail.Keyring"
SURROUNDINGS = {
    "a full disk behind standard output": ("{} >/dev/full" if FULL.exists() else "{} >&-", {}),
    "standard input and output closed": ("{} <&- >&-", {}),
    "a reader that has gone, and another encoding": ("{{ {}; }} | true", {"PYTHONIOENCODING": "big5"}),
    "a locale of ASCII": ("{}", {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}),
}
"""A line of shell each, in which the process is `{}`, and variables."""


@pytest.mark.long
@pytest.mark.parametrize("surrounding", SURROUNDINGS)
def test_every_command_ends_in_a_sentence_whatever_its_streams_are(
    tmp_path: Path, sqlite_template: Path, surrounding: str
) -> None:
    (tmp_path / "data").mkdir(mode=0o700)
    shutil.copy(sqlite_template, tmp_path / "data" / "kiosk.sqlite3")
    shell, variables = SURROUNDINGS[surrounding]
    line = shell.format(f'"{sys.executable}" -m tests.commands.in_one_process "$0"')
    ended = subprocess.run(
        ["/bin/sh", "-c", line, str(tmp_path)], stdin=subprocess.PIPE, capture_output=True, timeout=PATIENCE,
        check=False, env={**os.environ, "LC_ALL": "C.UTF-8", "PYTHON_KEYRING_BACKEND": NO_KEYRING, **variables},
    )  # fmt: skip
    assert ended.stderr == b""
    ran = json.loads((tmp_path / "ran.json").read_text(encoding="utf-8"))
    assert {tuple(words) for words, _, _ in ran} == names()
    for words, code, said in ran:
        what = f"{words} with {surrounding}: {code} {said}"
        assert code in set(Exit) - {Exit.DISK}, what  # it is no file of ours that is full or closed
        assert "fault of the program" not in said, what
        assert "Traceback" not in said, what
        assert "Exception ignored" not in said, what
        assert code == 0 or said or words == ["doctor"] or "reader" in surrounding, what


TYPED_INTO = [
    ("qr",), ("lookup",), ("logs", "tail"), ("terminal", "enrol"), ("terminal", "store"), ("owner", "readmit"),
    ("staff", "add"),
]  # fmt: skip


@pytest.mark.parametrize("words", TYPED_INTO, ids=" ".join)
def test_bytes_on_standard_input_that_are_no_text_are_said_to_be_none(
    kiosk: Run, tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("KIOSK_BACKEND_DATABASE_URL", sqlite_url)
    every = commands(tmp_path)
    assert {name for name, (_, typed) in every.items() if typed} <= set(TYPED_INTO)
    more = {("lookup",): ("-", "--type", "car"), ("terminal", "enrol"): ("--backend", UNREACHABLE, "--print")}
    arguments = more.get(words, every[words][0])
    ran = kiosk(*words, *arguments, typed="停車\n".encode("big5"))
    if words == ("logs", "tail"):
        assert (ran.code, "\ufffd" in ran.out) == (0, True)
    else:
        assert (ran.code, ran.err) == (2, "What was typed or read is not text in UTF-8.\n")


def test_the_encodings_that_write_every_character_are_known() -> None:
    assert [is_utf8(name) for name in ("utf-8", "UTF-8", "utf8", "iso-8859-1", "big5", None)] == [
        True, True, True, False, False, False,
    ]  # fmt: skip
    assert issubclass(OutputError, OSError)


@pytest.mark.long
def test_what_services_log_under_a_command_is_kept_out_of_its_data(tmp_path: Path) -> None:
    script = (
        "import structlog\n"
        "from kiosk.commands.store import opened\n"
        "with opened('sqlite:///' + __import__('sys').argv[1]):\n"
        "    structlog.get_logger('kiosk.payments').warning('payment-anomaly')\n"
        "    print('data')\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "kiosk.sqlite3")],
        capture_output=True,
        check=True,
        timeout=PATIENCE,
    )
    assert ran.stdout == b"data\n"
    assert b"payment-anomaly" in ran.stderr
