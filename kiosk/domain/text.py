"""Text from outside, made safe to show: data, never control characters."""

from __future__ import annotations

import re
import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
"""Stands where something was that cannot be shown, so that a name with a hole in it is seen to have one."""

MOST_MARKS = 4
"""Combining marks that one character keeps. Real names need two or three; five hundred still measure as one cell."""

_UNSHOWABLE = frozenset({"Cc", "Cs", "Co", "Cn"})
_INVISIBLE = frozenset({"Cf", "Zl", "Zp"})
_MARK = frozenset({"Mn", "Me"})

_HIDDEN = frozenset(
    (
        0x034F,  # combining grapheme joiner
        *(0x115F, 0x1160, 0x3164, 0xFFA0),  # Hangul fillers: letters by category, blank by sight
        *(0x17B4, 0x17B5),  # Khmer inherent vowels, never drawn
        *(0x180B, 0x180C, 0x180D, 0x180F),  # Mongolian variation selectors
        *range(0xFE00, 0xFE10),  # variation selectors: terminals disagree on the width of what stands before them
        *range(0x1F3FB, 0x1F400),  # skin tones: two cells in one terminal, none in another
        *range(0xE0100, 0xE01F0),  # variation selectors of ideographs
    )
)
_LINE_END = re.compile("\r\n?")


class _Replacements(dict[int, str | None]):
    """What `str.translate` puts for a code point: looked up once, then kept, so that it costs next to nothing."""

    def __init__(self) -> None:
        super().__init__({ord("\n"): "\n", ord("\t"): "\t"})
        self.marks: set[str] = set()

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        replacement = _replacement(character)
        if code < 0x10000:  # so that hostile text cannot fill the memory
            self[code] = replacement
        if replacement is not None and _joins(character):
            self.marks.add(character)
        return replacement


def _replacement(character: str) -> str | None:
    code, category = ord(character), unicodedata.category(character)
    if code in _HIDDEN or category in _INVISIBLE:
        return None
    if category == "Cn" and 0x20000 <= code < 0x40000 and code & 0xFFFF < 0xFFFE:
        return character  # ideographs of rare names, newer than this Python's tables
    return REPLACEMENT if category in _UNSHOWABLE else character


def _joins(character: str) -> bool:
    """Say whether a character is drawn onto the one before it: marks, and the vowels and finals of Hangul."""
    code = ord(character)
    return unicodedata.category(character) in _MARK or 0x1160 <= code < 0x1200 or 0xD7B0 <= code < 0xD800


_replacements = _Replacements()


def clean(text: str) -> str:
    r"""Return `text` without anything that a terminal would obey, or that a reader would not see.

    - Control characters (C0 without `\n` and `\t`, DEL, C1), lone surrogates, private and unassigned code points become
      U+FFFD. `\r\n` and `\r` become `\n`.
    - Bidi controls, zero-width and tag characters, variation selectors, fillers and line separators are taken out.
    - A character keeps its first `MOST_MARKS` combining marks; marks on nothing are taken out.

    Markup is left as it is: text is rendered as data. Cleaning is idempotent.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_END.sub("\n", text).translate(_replacements)
    return text if _replacements.marks.isdisjoint(text) else _with_few_marks(text)


def _with_few_marks(text: str) -> str:
    kept: list[str] = []
    room = 0
    for character in text:
        if character not in _replacements.marks:
            room = 0 if character in "\n\t" else MOST_MARKS
        elif room:
            room -= 1
        else:
            continue
        kept.append(character)
    return "".join(kept)


def dashed(text: str) -> str:
    """Return `text` with a hyphen for whatever people put for one: every dash there is, and what looks like one.

    A Zhuyin keyboard has the middle dots, the tone of the first syllable and ㄧ at hand, and none of them is a hyphen.
    """
    return "".join("-" if one in _DASH_LIKE or unicodedata.category(one) == "Pd" else one for one in text)


_DASH_LIKE = frozenset("−ー~～_＿/／.．·・･•‧∙⋅●˙ˉ¯￣─━╴ㄧ一﹏")
