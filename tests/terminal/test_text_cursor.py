"""The terminal's own cursor stands where the next character goes: there, input methods open their window."""

from __future__ import annotations

from tests.terminal.pty import Terminal, python


def cursor(terminal: Terminal) -> tuple[int, int]:
    return terminal._screen.cursor.x, terminal._screen.cursor.y


def frame_under(terminal: Terminal) -> str:
    """Return the frame to the left of the cursor, on its row: heavy where something is typed into."""
    column, row = cursor(terminal)
    cells = [terminal._screen.buffer[row][x].data for x in range(column)]
    return next((cell for cell in reversed(cells) if cell in "┃│"), "")


def test_the_cursor_follows_the_focus_and_so_does_what_an_input_method_hands_over() -> None:
    with Terminal(python("-m", "tests.terminal.specimen", "text-boxes")) as terminal:
        terminal.wait_for("手機號碼")
        terminal.wait_until(lambda: frame_under(terminal) == "┃", "the cursor in the first field")
        first = cursor(terminal)
        terminal.send("王小")  # an input method hands over what it has composed all at once
        terminal.wait_until(lambda: cursor(terminal) == (first[0] + 4, first[1]), "the cursor behind what was typed")
        terminal.send("\t")
        terminal.wait_until(lambda: cursor(terminal)[0] > 40 and frame_under(terminal) == "┃", "the second field")
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
        terminal.wait_until(lambda: frame_under(terminal) == "┃", "the cursor in the plate's first box")
        prefix = cursor(terminal)
        terminal.send("BKZ5")
        terminal.wait_until(lambda: cursor(terminal)[0] > prefix[0] + 20, "the cursor in the plate's second box")
