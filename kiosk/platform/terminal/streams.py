"""The three standard streams, usable however the command was started: closed, full, or in another encoding."""

from __future__ import annotations

import io
import os
import sys
from typing import Any, BinaryIO, cast

_UTF8 = frozenset({"utf-8", "utf8", "utf_8"})


class OutputError(OSError):
    """Standard output takes no more: its reader has gone (`EPIPE`), its disk is full, or it is closed."""


class _Output(io.FileIO):
    """Standard output, whose errors are distinguished from those of other files."""

    given_up = False
    """Whether what is still to be written is thrown away."""

    def write(self, data: Any) -> int:
        if self.given_up:
            return memoryview(data).nbytes
        try:
            return super().write(data)
        except OSError as error:
            raise OutputError(error.errno, error.strerror) from error


def fill() -> None:
    """Open in place of each standard stream that is closed one that ends at once, and takes nothing.

    Else the next file or socket that is opened would be taken for it, and be written to.
    """
    for descriptor, mode in ((0, "r"), (1, "w"), (2, "w")):
        try:
            os.fstat(descriptor)
        except OSError:
            # For reading, standard output too: what is written to it has to fail, as it does where it is closed.
            writes = os.O_WRONLY if descriptor == 2 else os.O_RDONLY
            os.open(os.devnull, writes)  # the lowest number that is free
        name = ("stdin", "stdout", "stderr")[descriptor]
        if getattr(sys, name) is None:
            setattr(sys, name, open(descriptor, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def prepare_output() -> None:
    """Have what is written to standard output raise only `OutputError`, and no character be one too many for it."""
    encoding = sys.stdout.encoding
    raw = io.BufferedWriter(cast("io.RawIOBase", _Output(1, "w", closefd=False)))
    sys.stdout = io.TextIOWrapper(
        cast("BinaryIO", raw),
        encoding=encoding,
        # A surrogate is what a shell's argument has where it is no text; in another encoding, most of Chinese.
        errors="backslashreplace" if is_utf8(encoding) else "replace",
        line_buffering=os.isatty(1),
    )


def prepare_input() -> None:
    """Have bytes on standard input that are no text raise `UnicodeDecodeError`, in each locale.

    In C.UTF-8 Python lets them through, and a token, a password or a plate would be kept or asked for with them.
    """
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="strict")


def is_utf8(encoding: str | None) -> bool:
    """Say whether an encoding can write every character."""
    return (encoding or "").lower() in _UTF8


def give_up_output() -> None:
    """Forget what is still to be written to standard output: the end of the process would try again, and complain.

    From Python 3.13 on, so would the end of the stream itself: it is left in its place.
    """
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    if isinstance(raw, _Output):
        raw.given_up = True
        return
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  for the rest of the process
