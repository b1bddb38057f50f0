"""Reading what the office publishes: columns of headlines, and their articles."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from kiosk.api_client.errors import ProblemError
from kiosk.contract.content import Article, ArticleKind, Column
from kiosk.contract.problems import ProblemKind
from kiosk.journeys.asking import Asking, GaveUp
from kiosk.journeys.steps import show
from kiosk.journeys.visit import Visit
from kiosk.screens.frame import trouble_kinds
from kiosk.screens.frame.written_page import OtherLanguage
from kiosk.screens.read.article import ArticlePage
from kiosk.screens.read.articles import COLUMNS, ArticlesPage, Read


async def read_articles(visit: Visit, kind: ArticleKind) -> None:
    """Let a visitor read, beginning with a column; return when they have read enough."""
    reading, cursor = _Reading(visit), 0
    columns = await reading.columns()
    while True:
        page = ArticlesPage(columns, kind, cursor=cursor)
        wanted = await show(visit.app, page)
        kind = page.kind
        match wanted:
            case Read():
                cursor = wanted.cursor
                if await reading.article(wanted.kind, wanted.slug):
                    continue
            case OtherLanguage():
                pass
            case None:
                return
        columns = await reading.columns()


class _Reading:
    """One run of reading articles."""

    def __init__(self, visit: Visit) -> None:
        self._app, self._client, self._asking = visit.app, visit.client, Asking(visit)

    async def columns(self) -> Mapping[ArticleKind, Column]:
        """Return all columns, in the language of the moment."""
        language = self._app.texts.language

        async def ask() -> list[Column]:
            return await asyncio.gather(*(self._client.articles.column(kind, language) for kind in COLUMNS))

        return dict(zip(COLUMNS, await self._asking.asked(ask, to_read=True), strict=True))

    async def article(self, kind: ArticleKind, slug: str) -> bool:
        """Show an article; return False where the headlines have to be asked for anew."""
        began = self._app.texts.language
        while True:
            try:
                article = await self._asking.asked(lambda: self._asked_for(kind, slug), to_read=True)
            except GaveUp:
                return self._app.texts.language == began
            if article is None:
                await self._asking.trouble(trouble_kinds.WITHDRAWN)
                return False
            if await show(self._app, ArticlePage(article)) is None:
                return self._app.texts.language == began

    async def _asked_for(self, kind: ArticleKind, slug: str) -> Article | None:
        """Return an article, None for one that was withdrawn since its headline was shown."""
        try:
            return await self._client.articles.article(kind, slug, self._app.texts.language)
        except ProblemError as error:
            if error.kind is ProblemKind.NOT_FOUND:
                return None
            raise
