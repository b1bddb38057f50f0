"""Forgetting the texts whose width Rich has measured.

Rich keeps the last 4,096 texts that were painted, with their widths, for as long as the process lives: names, plates
and telephone numbers of visitors who have long gone. Here they are forgotten when a visit is over.

Not reported: `rich.cells.cell_len` caches up to 4,096 texts of fewer than 512 characters, and there is no public way
to clear it, as an app that shows personal data needs.
"""

from __future__ import annotations

from rich.cells import cached_cell_len


def forget_texts() -> None:
    """Have Rich keep none of the texts that it has measured so far."""
    cached_cell_len.cache_clear()
