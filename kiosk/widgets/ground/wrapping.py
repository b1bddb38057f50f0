"""Lines of text as a Chinese reader expects them, with Latin words and numbers kept whole."""

from __future__ import annotations

import re

from rich.cells import cell_len

_NEVER_FIRST = "。，、；：？！」』）…"
"""Punctuation that does not begin a line of Chinese."""
_NEVER_LAST = "「『（"
"""Brackets that do not end one."""

_UNBREAKABLE = re.compile(rf"[{_NEVER_LAST}]*(?:[!-~“”’]+|[^!-~“”’])[{_NEVER_FIRST}]* *")
"""A Latin word or one other character, with the punctuation that stays with it and the blanks after it."""

_PAUSES = "。，；：？！…"
"""Where a speaker takes breath is the best place to break."""
_LINE, _NO_PAUSE, _NUMBER, _ORPHAN = 10_000, 300, 600, 900
"""What it costs to take one more line, to break where no one would pause, to part a number from what it counts, and to
leave hardly anything on the last line."""
_HARDLY = 5
"""Cells: two characters and their full stop."""


def wrapped(text: str, width: int) -> list[str]:
    """Return `text` in as few lines of `width` cells as hold it, broken where a reader would pause.

    Breaks are at spaces, and anywhere in Chinese but before closing and after opening punctuation. What is longer than
    a line, such as a link, is broken behind a slash where one stands late enough: cut off, it could not be typed.
    """
    return [line for part in text.split("\n") for line in _paragraph(part, max(1, width))]


def _paragraph(text: str, width: int) -> list[str]:
    if cell_len(text) <= width:
        return [text]
    words = [piece for word in _UNBREAKABLE.findall(text) for piece in _pieces(word, width)]
    sizes, bare = [cell_len(word) for word in words], [cell_len(word.rstrip()) for word in words]
    # From the end: the least cost of all that begins with a word, and where its first line ends.
    best: list[tuple[int, int]] = [(0, 0)] * (len(words) + 1)
    for start in range(len(words) - 1, -1, -1):
        taken, choices = 0, []
        for end in range(start + 1, len(words) + 1):
            if end > start + 1 and taken + bare[end - 1] > width:
                break
            cost = _cost("".join(words[end - 1 : end + 1]), len(words[end - 1]), width - taken - bare[end - 1], width)
            choices.append((cost + best[end][0], end))
            taken += sizes[end - 1]
        best[start] = min(choices)
    lines, start = [], 0
    while start < len(words):
        end = best[start][1]
        lines.append("".join(words[start:end]).strip())
        start = end
    return lines


def _pieces(word: str, width: int) -> list[str]:
    """Return a word in pieces of at most a line, none of which begins with what never begins one."""
    pieces = []
    while cell_len(word.rstrip()) > width:
        end = next((index for index in range(len(word)) if cell_len(word[: index + 1]) > width), len(word))
        slash = word.rfind("/", end // 2, end) + 1
        cut = slash or end
        while cut > 0 and (word[cut] in _NEVER_FIRST or word[cut - 1] in _NEVER_LAST):
            cut -= 1
        if cut < 1:
            break
        pieces.append(word[:cut])
        word = word[cut:]
    return [*pieces, word]


def _cost(around: str, at: int, slack: int, width: int) -> int:
    """Return what a line costs that leaves `slack` cells free and is broken `at` a place in the words `around` it."""
    before, after = around[:at].rstrip()[-1:] or " ", around[at:][:1]
    if not after:
        return _LINE + _ORPHAN * (width - slack <= _HARDLY)
    cost = _LINE + 1000 * slack * slack // (width * width)
    if before in _PAUSES or after in _NEVER_LAST:
        return cost
    return cost + (_NUMBER if before.isdigit() and not after.isascii() else _NO_PAUSE)
