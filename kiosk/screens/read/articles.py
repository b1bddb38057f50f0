"""What the office has to say, in four columns: notices, important news, questions and answers, ways to pay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult

from kiosk.contract.content import ArticleKind, Column, Headline
from kiosk.i18n import Message, say
from kiosk.screens.frame.listing import ListingPage
from kiosk.screens.frame.written_page import OtherLanguage, WrittenPage
from kiosk.widgets.ground.tabs import Tab, Tabs
from kiosk.widgets.ground.words import Words
from kiosk.widgets.lists.entry_list import Entry, EntryList
from kiosk.wording.date_words import day_of

COLUMNS = (ArticleKind.NOTICE, ArticleKind.IMPORTANT, ArticleKind.QUESTION, ArticleKind.CHANNEL)
"""Those that are read here, in the order of their tabs."""

_DATED = (ArticleKind.NOTICE, ArticleKind.IMPORTANT)
"""Where the day matters. Questions and ways to pay hold for as long as they stand there."""


@dataclass(frozen=True, slots=True)
class Read:
    """Read one article, and come back to the same place."""

    kind: ArticleKind
    slug: str
    cursor: int


class ArticlesPage(ListingPage[Read | OtherLanguage], WrittenPage[Read]):
    """One tab a column; a touch opens an article."""

    AUTO_FOCUS = "#headlines"
    CSS_PATH = "articles.tcss"

    def __init__(self, columns: Mapping[ArticleKind, Column], kind: ArticleKind, *, cursor: int = 0) -> None:
        super().__init__()
        self._columns = columns
        self.kind = kind
        """The column on the screen now."""
        self._cursor = cursor

    def heading(self) -> Message:
        return say("articles-title")

    def compose_page(self) -> ComposeResult:
        tabs = [Tab(kind.value, f"articles-{kind.value}", len(self._columns[kind].headlines)) for kind in COLUMNS]
        yield Tabs(tabs, self.kind.value, id="columns")
        yield EntryList(self._entries(), cursor=self._cursor, id="headlines")
        yield Words("articles-none", id="none-here")

    def on_mount(self) -> None:
        super().on_mount()
        self._shown()

    def _entries(self) -> list[Entry]:
        return [self._entry(one) for one in self._columns[self.kind].headlines]

    def _entry(self, one: Headline) -> Entry:
        dated = day_of(one.published_at) if self.kind in _DATED else ""
        return Entry(one.slug, one.title, say("articles-pinned") if one.pinned else dated, marked=one.pinned)

    def _shown(self) -> None:
        empty = not self._columns[self.kind].headlines
        self.query_one(EntryList).display = not empty
        self.query_one("#none-here").display = empty

    @on(Tabs.Turned)
    def _turned(self, event: Tabs.Turned) -> None:
        self.kind = ArticleKind(event.tab)
        self.query_one(EntryList).show(self._entries())
        self._shown()

    @on(EntryList.Opened)
    def _opened(self, event: EntryList.Opened) -> None:
        self.dismiss(Read(self.kind, event.name, self.query_one(EntryList).cursor))
