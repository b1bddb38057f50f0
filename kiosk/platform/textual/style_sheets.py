"""The style sheets of all pages, parsed once.

Textual keeps 64 style sheets parsed, and a page that brings one of its own has it begin from nothing, with a fresh
cache: all of them are parsed again, a tenth of a second between a visitor's touch and the next page. Here the cache has
room for all, what has been parsed stays parsed, and the sheets of all pages can be read ahead.

Not reported: `Stylesheet.reparse` parses every source in a new `Stylesheet`, whose parse cache is empty, and
`App._load_screen_css` calls it for each new `CSS_PATH` of a screen; a 65th source empties the cache as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from textual.cache import LRUCache

from kiosk.platform.textual.matched_styles import MatchedStyles

PLACES = 512
"""Style sheets that are kept parsed."""


class StyleSheets(MatchedStyles):
    """Textual's style sheet, which does not begin from nothing whenever a page brings one of its own."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._parse_cache = LRUCache(PLACES)

    def reparse(self) -> None:
        """Parse what has come since; what a change of variables concerns was forgotten when they were set."""
        self.parse()

    def read_ahead(self, paths: Iterable[Path]) -> None:
        """Parse what pages bring before they come: it would have everything styled anew when they do."""
        for path in sorted(paths, key=lambda path: path.name):
            if not self.has_source(str(path)):
                self.read(path)
        self.parse()
