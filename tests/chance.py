"""Chance that a seed decides."""

from __future__ import annotations

from random import Random


class SeededChance(Random):
    """`Chance` that draws the same again from the same seed."""

    def token_hex(self, nbytes: int) -> str:
        return self.randbytes(nbytes).hex()

    def randbelow(self, end: int) -> int:
        return self.randrange(end)
