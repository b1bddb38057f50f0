"""`kiosk qr`: a code on standard output, drawn the way the screen draws it."""

from __future__ import annotations

import shutil
import sys

from kiosk.commands.exits import Exit

_LONGEST = 4096
"""More than any QR code holds (2,953 bytes)."""


def qr(text: str) -> int:
    """Print the code of a text, or of standard input for `-`; return the exit code."""
    from kiosk.platform.terminal.kind import TerminalKind, ask
    from kiosk.widgets.codes.qr_matrix import TooLongError, encode
    from kiosk.widgets.codes.qr_print import TooSmallError, printed

    if text == "-":
        text = sys.stdin.read(_LONGEST).removesuffix("\n")
    if any(0xD800 <= ord(character) <= 0xDFFF for character in text):
        # What Python makes of bytes on the command line that are no text.
        sys.stderr.write("This is not text in UTF-8.\n")
        return Exit.USAGE
    if not text:
        sys.stderr.write("There is nothing to encode.\n")
        return Exit.USAGE
    # Off a terminal there is no edge to run into: 80 columns, and as many rows as it takes.
    size, on_terminal = shutil.get_terminal_size((80, 24)), sys.stdout.isatty()
    rows = size.lines - 1 if on_terminal else 200
    try:
        can_ask = on_terminal and sys.stdin.isatty()
        kind = ask(sys.stdin.fileno(), sys.stdout.fileno()).kind if can_ask else TerminalKind.UNKNOWN
        lines = printed(encode(text), size.columns, rows, kind, colours=on_terminal)
        sys.stdout.write(lines)
        if kind is TerminalKind.GAPS and _has_blocks(lines):
            sys.stderr.write("This terminal leaves gaps between blocks: scan from 80 cm, or in a larger window.\n")
    except TooLongError:
        sys.stderr.write("This is too long for a code that a phone can read from a screen.\n")
        return Exit.FAILED
    except TooSmallError as error:
        sys.stderr.write(f"This window is too small: the code takes {error.needs[0]} columns, {error.needs[1]} rows.\n")
        return Exit.FAILED
    return Exit.DONE


def _has_blocks(lines: str) -> bool:
    return any(character in lines for character in "▀▄")
