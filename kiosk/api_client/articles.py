"""What the office publishes (公告, 答客問, 重要訊息, 繳費管道). Public: no sign-in."""

from __future__ import annotations

from kiosk.api_client._caller import Caller
from kiosk.api_client._route import Route
from kiosk.contract.content import Article, ArticleKind, Column

COLUMN = Route("GET", "/v1/articles/{kind}?language={language}")
ARTICLE = Route("GET", "/v1/articles/{kind}/{slug}?language={language}")


class Articles:
    """Columns and their articles. What was not translated comes in Chinese."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def column(self, kind: ArticleKind, language: str) -> Column:
        """Return the headlines of a column; raise `ApiError`."""
        return await self._caller.call(COLUMN, Column, kind=kind.value, language=language)

    async def article(self, kind: ArticleKind, slug: str, language: str) -> Article:
        """Return one article; raise `ApiError` (`not-found` for one that was withdrawn meanwhile)."""
        return await self._caller.call(ARTICLE, Article, kind=kind.value, slug=slug, language=language)
