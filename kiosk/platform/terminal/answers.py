"""What a terminal answers to the questions of `terminal_kind`: taken out of what is typed, believed at first only.

Answers come among the keys, in pieces, late, or not at all. Nothing waits for them. Later on a scanner may have typed
them: then they are taken out as well, for they are not typed on purpose, and mean nothing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

ANSWERED = 30.0
"""Seconds after the questions in which the terminal may answer, if it does not answer the last of them before."""

LONGEST = 256
"""Characters of an answer that is taken for one."""

HELD = 0.5
"""Seconds of silence after which the rest of an answer does not come any more."""

ESCAPE_HELD = 0.05
"""The same for what may just as well be the Escape key."""

_WHOLE = re.compile(
    rf"\x1bP>\|(?P<name>[^\x1b]{{0,{LONGEST}}})\x1b\\"  # XTVERSION
    rf"|\x1b_G(?P<kitty>[^\x1b]{{0,{LONGEST}}})\x1b\\"  # kitty's graphics protocol
    r"|\x1b\[\?(?P<attributes>[0-9;]{1,64})c"  # DA1
    r"|\x1b\[6;(?P<high>[0-9]{1,4});(?P<wide>[0-9]{1,4})t"  # a cell's pixels
)
_BEGUN = re.compile(
    rf"\x1b(?:P(?:>(?:\|[^\x1b]{{0,{LONGEST}}}\x1b?)?)?|_(?:G[^\x1b]{{0,{LONGEST}}}\x1b?)?"
    r"|\[(?:\?[0-9;]{0,64}|6(?:;[0-9]{0,4}(?:;[0-9]{0,4})?)?)?)?\Z"
)
_SIXEL = "4"
"""Among the attributes of DA1."""


class Facts(NamedTuple):
    """What a terminal has said of itself."""

    name: str | None = None
    """What it calls itself; None for nothing, as yet."""
    kitty: bool = False
    """Whether it shows pictures by kitty's graphics protocol."""
    sixel: bool = False
    """Whether it shows pictures as sixels."""
    cell: tuple[int, int] | None = None
    """Pixels of a cell, across and down."""


class Answers:
    """Takes the answers out of a terminal's input. Call `taken` with all of it and `tick` with the silence between."""

    def __init__(self, now: float) -> None:
        self.facts = Facts()
        self.complete = False
        """Whether the last question has been answered: no other answer comes any more."""
        self._until = now + ANSWERED
        self._held = ""

    def asked(self, now: float) -> None:
        """Note that the questions have just been put."""
        self._until = now + ANSWERED

    def taken(self, text: str, now: float) -> str:
        """Return `text` without what is an answer; what may become one is held back."""
        text, self._held = self._held + text, ""
        if "\x1b" not in text:
            return text
        waited_for = not self.complete and now <= self._until
        for answer in _WHOLE.finditer(text):
            if not self.complete and waited_for:
                self._believe(answer)
        text = _WHOLE.sub("", text)
        begun = _BEGUN.search(text)
        if begun is not None and ((waited_for and not self.complete) or len(begun[0]) > 2):
            text, self._held = text[: begun.start()], begun[0]
        return text

    def tick(self, silence: float) -> str:
        """Return what is held for no answer any more after so many seconds of silence."""
        sure = self._held.startswith(("\x1bP>|", "\x1b_G"))
        if not self._held or silence < (HELD if sure else ESCAPE_HELD):
            return ""
        held, self._held = self._held, ""
        # Half an answer is nothing that anybody would have typed.
        return "" if sure else held

    def _believe(self, answer: re.Match[str]) -> None:
        """Keep the first answer to each question."""
        facts = self.facts
        if answer["name"] is not None and facts.name is None:
            self.facts = facts._replace(name=answer["name"])
        elif answer["kitty"] is not None:
            self.facts = facts._replace(kitty=facts.kitty or answer["kitty"].endswith(";OK"))
        elif answer["attributes"] is not None:
            self.complete = True
            # The first number is the terminal's class, not an attribute.
            self.facts = facts._replace(sixel=facts.sixel or _SIXEL in answer["attributes"].split(";")[1:])
        elif answer["wide"] is not None and facts.cell is None:
            wide, high = int(answer["wide"]), int(answer["high"])
            self.facts = facts._replace(cell=(wide, high) if wide and high else None)
