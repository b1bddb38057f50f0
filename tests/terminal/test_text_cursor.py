"""The terminal's own cursor stands where the next character goes: there, input methods open their window."""

from __future__ import annotations

import pytest

from tests.terminal.pty import Terminal, python


def cursor(terminal: Terminal) -> tuple[int, int]:
    return terminal._screen.cursor.x, terminal._screen.cursor.y


def box(terminal: Terminal) -> int:
    """Return the column of the frame to the left of the cursor where it is the heavy one of the focus, -1 elsewhere."""
    column, row = cursor(terminal)
    cells = [terminal._screen.buffer[row][x].data for x in range(column)]
    frames = [x for x, cell in enumerate(cells) if cell in "┃│"]
    return frames[-1] if frames and cells[frames[-1]] == "┃" else -1


def before_the_text(terminal: Terminal) -> bool:
    """Say whether the cursor is where the text of a field begins; while a page is painted, it is anywhere."""
    return box(terminal) >= 0 and cursor(terminal)[0] == box(terminal) + 2


@pytest.mark.long
def test_the_cursor_follows_the_focus_and_so_does_what_an_input_method_gives() -> None:
    with Terminal(python("-m", "tests.terminal.specimen", "text-boxes")) as terminal:
        terminal.wait_for("手機號碼")
        terminal.wait_until(lambda: before_the_text(terminal), "the cursor in the first field")
        first = cursor(terminal)
        terminal.send("王小")  # an input method gives what it has composed all at once
        terminal.wait_until(lambda: cursor(terminal) == (first[0] + 4, first[1]), "the cursor behind what was typed")
        terminal.send("\t")
        terminal.wait_until(lambda: before_the_text(terminal) and box(terminal) > 40, "the cursor in the second field")
        second = cursor(terminal)
        assert second[1] == first[1]
        terminal.send("明")
        terminal.wait_until(lambda: cursor(terminal) != second, "the cursor behind the second field's text")
        assert "王小" in terminal.text
        assert "王小明" not in terminal.text
        terminal.send("\x1b[Z")
        terminal.wait_until(lambda: cursor(terminal) == (first[0] + 4, first[1]), "the cursor back in the first field")
        # And on the next page.
        terminal.send("\x1b")
        terminal.wait_for("請輸入車牌號碼")
        terminal.wait_until(lambda: 0 <= box(terminal) < 10, "the cursor in the plate's first box")
        terminal.send("BKZ5")
        terminal.wait_until(lambda: box(terminal) > 30, "the cursor in the plate's second box")
