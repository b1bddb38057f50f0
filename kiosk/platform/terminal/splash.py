"""The first sign of life: drawn before Textual is imported, in a tenth of the time. Imports nothing that costs."""

from __future__ import annotations

import os

WIDE = 0x1100
"""From here on, a character of the splash is Chinese, and two cells wide."""


def show() -> None:
    """Paint the splash on the alternate screen, where the app will draw; nothing, where there is no terminal."""
    if not all(os.isatty(stream) for stream in (0, 1, 2)):
        return
    columns, rows = os.get_terminal_size(2)
    plain = "NO_COLOR" in os.environ
    painted = ["\x1b[?1049h\x1b[?25l", "" if plain else "\x1b[38;2;11;106;106;48;2;244;246;245m", "\x1b[2J"]
    lines = [words for language, _ in _messages("languages.ftl") for _, words in _messages(f"{language}/splash.ftl")]
    top = max(0, (rows - len(lines)) // 2)
    for row, line in enumerate(lines[:rows]):
        left = max(0, (columns - _width(line)) // 2)
        painted.append(f"\x1b[{top + row + 1};{left + 1}H{line}")
    os.write(2, "".join(painted).encode())


def _messages(name: str) -> list[tuple[str, str]]:
    """Return the ids and texts of a file of `assets/locale` that is what these two are: one message a line, no more."""
    package = os.path.abspath(f"{__file__}/../../..")  # noqa: PTH100  pathlib costs 3 ms
    for assets in (package + "/_assets", os.path.dirname(package) + "/assets"):  # noqa: PTH120
        try:
            with open(f"{assets}/locale/{name}", encoding="utf-8") as file:  # noqa: PTH123
                lines = [line.partition("=") for line in file if not line.startswith("#")]
            return [(id.strip(), words.strip()) for id, is_message, words in lines if is_message]
        except FileNotFoundError:
            continue
    return []


def _width(line: str) -> int:
    return sum(2 if ord(character) >= WIDE else 1 for character in line)
