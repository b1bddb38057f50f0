"""The style sheets of all pages, parsed once."""

from __future__ import annotations

from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet

PLACES = 512
"""Style sheets that are kept parsed. With Textual's own 64, one page more has all of them parsed again at each page."""


class StyleSheets(Stylesheet):
    """Textual's style sheet, which does not begin from nothing whenever a page brings one of its own."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._parse_cache = LRUCache(PLACES)

    def reparse(self) -> None:
        """Parse what has come since; what a change of variables concerns was forgotten when they were set."""
        self.parse()
