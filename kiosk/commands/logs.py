"""`kiosk logs tail`: the end of a kiosk's log and of its backend's, and what comes to them."""

from __future__ import annotations

import io
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.commands.exits import Exit
from kiosk.commands.log_lines import Filter, Line, line_of, shown
from kiosk.commands.output import console, one_line
from kiosk.platform.machine import log
from kiosk.platform.machine.paths import log_folder

PAUSE = 0.25
"""Seconds between two polls of the files, when they are followed."""
STDIN = Path("-")


def tail(
    files: Sequence[Path],
    wanted: Filter,
    *,
    most: int,
    follow: bool,
    as_json: bool,
    pause: Callable[[float], None] = time.sleep,
) -> int:
    """Print the last lines that are wanted, in the order of their moments, and those that come; return the exit code.

    Without a file it is this machine's own log, with those that were put aside. `-` is standard input, all of it.
    """
    show = _printing(as_json=as_json)
    if STDIN in files:
        if len(files) > 1:
            sys.stderr.write("Standard input (-) is read by itself: give the files to another command.\n")
            return Exit.USAGE
        _show(show, filter(wanted.fits, map(line_of, _typed())))
        return Exit.DONE
    own = not files
    open_files = [_Followed(path) for path in files or [log_folder() / log.FILE]]
    older = [log_folder() / f"{log.FILE}.{number}" for number in range(log.KEPT, 0, -1)] if own else []
    try:
        _show(show, _last(older, open_files, wanted, most))
    except OSError as error:
        if own and isinstance(error, FileNotFoundError):
            sys.stderr.write(f"Nothing has been written down yet in {one_line(str(log_folder()))} (KIOSK_LOG_DIR).\n")
            return Exit.FAILED
        name = one_line(Path(error.filename).name) if error.filename else "the log"
        sys.stderr.write(f"{name}: cannot be read ({error.strerror or type(error).__name__}).\n")
        return Exit.FAILED
    try:
        while follow:
            pause(PAUSE)
            for one in open_files:
                _show(show, filter(wanted.fits, map(line_of, one.lines())))
    except KeyboardInterrupt:
        pass
    return Exit.DONE


def _last(older: Iterable[Path], files: Iterable[_Followed], wanted: Filter, most: int) -> list[Line]:
    """Return the last lines of all files together; a line without a moment stays behind the one before it."""
    kept: list[tuple[str, Line]] = []
    aside = (line for path in older if path.exists() for line in _Followed(path).lines())
    for lines in (aside, *(one.lines() for one in files)):
        last: deque[tuple[str, Line]] = deque(maxlen=most)
        at = ""
        for line in map(line_of, lines):
            at = line.at or at
            if wanted.fits(line):
                last.append((at, line))
        kept += last
    kept.sort(key=lambda one: one[0])
    return [line for _, line in kept[len(kept) - most if len(kept) > most else 0 :]]


@dataclass
class _Followed:
    """A file that is written to, put aside and begun anew while it is read."""

    path: Path
    _inode: int = 0
    _place: int = 0
    _part: bytes = b""

    def lines(self) -> Iterator[str]:
        """Yield the whole lines that have come since the last time; raise `OSError` where there is no such file.

        While a file is put aside there is none for a moment: a reader of the old one waits for the next.
        """
        try:
            file = self.path.open("rb")
        except FileNotFoundError:
            if self._inode:
                return
            raise
        with file:
            self._find_place(file)
            for piece in file:
                self._place += len(piece)
                self._part += piece
                if self._part.endswith(b"\n"):
                    whole, self._part = self._part, b""
                    yield whole.decode("utf-8", "replace")

    def _find_place(self, file: io.BufferedReader) -> None:
        stands = os.fstat(file.fileno())
        if stands.st_ino != self._inode or stands.st_size < self._place:
            self._inode, self._place, self._part = stands.st_ino, 0, b""
        file.seek(self._place)


def _typed() -> Iterator[str]:
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a line may have been cut off within a letter, as in a file
    try:
        yield from sys.stdin
    except KeyboardInterrupt:
        return


def _printing(*, as_json: bool) -> Callable[[Line], None]:
    if as_json:
        from kiosk.commands.output import print_json

        # A line that is no object is written as one: a program reads objects.
        return lambda line: print_json(dict(line.fields) or {"text": line.text})
    out = console()
    # One line each, whatever the window: a user who wants to read all of a long one makes it wider.
    return lambda line: out.print(shown(line), soft_wrap=True)


def _show(show: Callable[[Line], None], lines: Iterable[Line]) -> None:
    for line in lines:
        show(line)
    sys.stdout.flush()
