"""What the office publishes. Needs no session."""

from __future__ import annotations

from fastapi import APIRouter, Path, Query

from kiosk.backend.context import Context
from kiosk.backend.http.routers import json_router
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.office import articles
from kiosk.contract.content import LANGUAGE_PATTERN, SLUG_PATTERN, Article, ArticleKind, Column

_LANGUAGE = Query(
    default=articles.ORIGINAL,
    pattern=LANGUAGE_PATTERN,
    max_length=5,
    description="The language wanted; what was not translated comes in Chinese.",
)
_SLUG = Path(pattern=SLUG_PATTERN, description="The article's name in its column")


def router(context: Context) -> APIRouter:
    """Return the routes of articles."""
    routes = json_router("articles")

    @routes.get("/v1/articles/{kind}", operation_id="listArticles")
    async def list_articles(kind: ArticleKind, language: str = _LANGUAGE) -> Column:
        """Return a column's headlines: pinned ones first, then in the office's order, then the newest first."""

        def work() -> Column:
            with context.database.read() as connection:
                return articles.column(
                    connection, kind, language, context.clock.now(), pays=context.terms.providers.some
                )

        return await in_unit_of_work(work)

    @routes.get("/v1/articles/{kind}/{slug}", operation_id="getArticle")
    async def get_article(kind: ArticleKind, slug: str = _SLUG, language: str = _LANGUAGE) -> Article:
        """Return one article, as Markdown."""

        def work() -> Article:
            with context.database.read() as connection:
                return articles.article(connection, kind, slug, language, context.clock.now())

        return await in_unit_of_work(work)

    return routes
