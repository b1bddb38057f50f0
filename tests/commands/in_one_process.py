"""Every command, one after the other in this process, with the streams and the encodings that it was started with.

`python -m tests.commands.in_one_process FOLDER` writes what each left behind to FOLDER/ran.json. A process for each
takes ten times as long.
"""

from __future__ import annotations

import functools
import gc
import json
import os
import stat
import sys
from contextlib import redirect_stderr
from pathlib import Path

import structlog
import typer.main

from kiosk.__main__ import main
from kiosk.backend import serve
from kiosk.platform.machine import secrets
from kiosk.platform.terminal import signals, streams
from tests.commands.every import commands


def prepare() -> None:
    """Leave out what would outlive a command, or take its time."""
    for place, name, instead in (
        (secrets, "PATIENCE", 0.05),
        (serve, "open_log", lambda: None),
        (serve, "_serve", lambda *_: None),
        (signals, "leave_during_start", lambda: None),
        (typer.main, "get_command", functools.cache(typer.main.get_command)),
    ):
        setattr(place, name, instead)
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())  # a backend's log is opened by what is left out


def ended(words: tuple[str, ...], arguments: tuple[str, ...]) -> int:
    """Run a command as the process does; return its exit code."""
    sys.argv = ["kiosk", *words, *arguments]
    sys.stdin = open(0, closefd=False)  # noqa: SIM115  as Python does
    try:
        return main()
    except SystemExit as end:
        return int(end.code or 0)
    finally:
        gc.enable()  # `kiosk run` starts without


def run_all(folder: Path) -> None:
    was_closed = stat.S_ISCHR(os.fstat(0).st_mode)  # and is /dev/null now
    ran = []
    for words, (arguments, typed) in commands(folder).items():
        if not was_closed:
            (folder / "typed").write_text(typed, encoding="utf-8")
            with (folder / "typed").open("rb") as file:
                os.dup2(file.fileno(), 0)
        with (folder / "said").open("w+", encoding="utf-8") as said, redirect_stderr(said):
            code = ended(words, arguments)
            said.seek(0)
            ran.append((words, code, said.read()))
    (folder / "ran.json").write_text(json.dumps(ran), encoding="utf-8")
    streams.give_up_output()


if __name__ == "__main__":
    streams.fill()  # before a file is opened
    prepare()
    run_all(Path(sys.argv[1]))
