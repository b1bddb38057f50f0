"""What a visitor typed is gone from the kiosk's memory once the next one has been there: looked for byte by byte.

Started as the shipped unit starts it. Python by itself overwrites nothing that it frees.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.test_whole_program import QUESTION, children
from tests.patience import PATIENCE
from tests.source import ROOT
from tests.terminal.pty import Terminal, python

NUMBER, PASSWORD, NAME, PLATE = "0988123456", "Xk7qLm2p", "林試驗丙", "QXJ7731"
TYPED = {
    "number": (NUMBER, "0988-123-456"),
    "password": (PASSWORD,),
    "name": (NAME,),
    "plate": (PLATE, "QXJ-7731"),
}
SLOW = 2 * PATIENCE
"""Seconds that a page may take: the memory's overseers make everything slower, and other tests run beside this one."""
ENCODINGS = ("utf-8", "utf-16-le", "utf-32-le")
"""Python keeps a text with one, two or four bytes a character. Without its noughts, much of that is the same."""
PIECES = {
    what: {text.encode(encoding).replace(b"\0", b"") for text in texts for encoding in ENCODINGS}
    for what, texts in TYPED.items()
}
CHECK_EVERY = 2.0
"""Seconds: a check goes through all that two hundred megabytes hold."""


def unit_environment(unit: str) -> dict[str, str]:
    """Return what a shipped unit sets for the allocator."""
    text = (ROOT / "assets" / "deploy" / unit).read_text(encoding="utf-8")
    return dict(re.findall(r"(PYTHONMALLOC|GLIBC_TUNABLES)=(\S+)", text))


def memory_of(pid: int) -> Iterator[bytes]:
    """Yield what a process may read and write, piece by piece."""
    with Path(f"/proc/{pid}/maps").open() as maps, Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        for line in maps:
            extent, rights = line.split()[:2]
            if rights.startswith("rw"):
                start, end = (int(address, 16) for address in extent.split("-"))
                memory.seek(start)
                yield memory.read(end - start)


def copies(pid: int) -> Counter[str]:
    """Count the copies of what was typed in a process's memory, by what it is."""
    found: Counter[str] = Counter()
    for piece in memory_of(pid):
        held = piece.translate(None, b"\0")
        for what, sought in PIECES.items():
            found[what] += sum(map(held.count, sought))
    return +found


class Visitor:
    """A finger on the screen, and what it types."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    def touches(self, words: str) -> None:
        self.terminal.wait_for(words, seconds=SLOW)
        column, row = self._place(words)
        for end in "Mm":
            self.terminal.send(f"\x1b[<0;{column + 2};{row + 1}{end}")

    def types(self, text: str, *, below: str) -> None:
        self.terminal.wait_for(below, seconds=SLOW)
        self.terminal.send(text)

    def _place(self, words: str) -> tuple[int, int]:
        # A wide character takes two cells, of which the second is empty: a line's text is shorter than its cells.
        screen = self.terminal._screen
        row = next(row for row, line in enumerate(self.terminal.text.splitlines()) if words in line)
        cells = [screen.buffer[row][column].data for column in range(screen.columns)]
        return next(column for column in range(len(cells)) if "".join(cells[column:]).startswith(words)), row


def registers(terminal: Terminal) -> None:
    visitor = Visitor(terminal)
    visitor.touches("車主註冊")
    visitor.touches("我已閱讀並同意")
    visitor.types(PLATE, below="後碼")
    visitor.touches("汽車")
    visitor.touches("下一步")
    visitor.types(NUMBER, below="手機號碼")
    visitor.touches("下一步")
    visitor.types(NAME, below="姓名")
    visitor.touches("下一步")
    visitor.touches("不填，下一步")
    visitor.types(f"{PASSWORD}\t{PASSWORD}", below="確認密碼")
    visitor.touches("發送驗證碼")
    terminal.wait_until(lambda: re.search(r"驗證碼為[0-9]{5}", terminal.text) is not None, "code", seconds=SLOW)
    code = re.search(r"驗證碼為([0-9]{5})", terminal.text)
    assert code is not None
    terminal.send(code[1])
    terminal.wait_for("已經綁定", seconds=SLOW)
    terminal.send("\x1b[H")
    terminal.wait_for(QUESTION, seconds=SLOW)


def looks_up(terminal: Terminal) -> None:
    visitor = Visitor(terminal)
    visitor.touches("繳停車費")
    visitor.types("BKZ5937", below="後碼")
    # Once: a second touch would land on whatever has come up under it.
    visitor.touches("查汽車")
    terminal.wait_for("繳費", seconds=SLOW)
    terminal.wait_for("$", seconds=SLOW)
    terminal.send("\x1b[H")
    terminal.wait_for(QUESTION, seconds=SLOW)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_nothing_that_a_visitor_typed_is_in_memory_after_the_next_one() -> None:
    with Terminal(python("-m", "kiosk", "run"), env=unit_environment("kiosk.service")) as terminal:
        terminal.wait_for("試試看", seconds=SLOW)
        [backend] = children(terminal.process.pid)
        registers(terminal)
        try:
            registered = copies(backend)
        except PermissionError:
            pytest.skip("only root may read the memory of a process that keeps it to itself")
        assert registered["number"] > 0  # the database knows it: so this is how a copy is found
        looks_up(terminal)
        assert copies(terminal.process.pid) == {}
        # Names and numbers stand in the pages of the database that SQLite keeps at hand; a password never does.
        until = time.monotonic() + SLOW
        while copies(backend)["password"] and time.monotonic() < until:
            check_at = time.monotonic() + CHECK_EVERY
            while (left := check_at - time.monotonic()) > 0:
                terminal._wait_and_read(left)
        assert copies(backend)["password"] == 0


def test_both_units_have_freed_memory_overwritten() -> None:
    for unit in ("kiosk.service", "kiosk-backend.service"):
        assert unit_environment(unit) == {
            "PYTHONMALLOC": "debug",
            "GLIBC_TUNABLES": "glibc.malloc.perturb=165:glibc.malloc.tcache_count=0",
        }
