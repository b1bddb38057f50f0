"""What the office publishes: reading it, and taking it in from files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.office import statements
from kiosk.backend.office.article_files import ArticleFile, ContentError
from kiosk.contract.content import THIS_MACHINE, Article, ArticleKind, Column, Headline
from kiosk.contract.problems import ProblemKind

ORIGINAL = "zh-TW"
"""The language that every article has."""


def column(connection: Connection, kind: ArticleKind, language: str, now: datetime, *, pays: bool = True) -> Column:
    """Return a column's headlines, each in this language where it was translated, else in Chinese.

    Where nothing can be paid here (`pays` is False), this machine is not among the channels.
    """
    shown = _shown(connection, kind, language, now)
    if kind is ArticleKind.CHANNEL and not pays:
        shown = [pair for pair in shown if pair[0].slug != THIS_MACHINE]
    # Where an article stands, its original says: the order is the same in every language.
    shown.sort(key=lambda pair: pair[0].published_at, reverse=True)
    shown.sort(key=lambda pair: (-pair[0].pinned, pair[0].position))
    return Column(headlines=tuple(Headline(**_headline(*pair)) for pair in shown))


def article(connection: Connection, kind: ArticleKind, slug: str, language: str, now: datetime) -> Article:
    """Return an article, in Chinese if it was not translated; raise `Refusal` (`NOT_FOUND`)."""
    found = _shown(connection, kind, language, now, slug)
    if not found:
        raise Refusal(ProblemKind.NOT_FOUND)
    original, translated = found[0]
    return Article(**_headline(original, translated), language=translated.language, body=translated.body)


def _headline(original: Row[Any], translated: Row[Any]) -> dict[str, Any]:
    return {
        "kind": ArticleKind(original.kind),
        "slug": original.slug,
        "title": translated.title,
        "published_at": original.published_at,
        "pinned": bool(original.pinned),
    }


def _shown(
    connection: Connection, kind: ArticleKind, language: str, now: datetime, slug: str | None = None
) -> list[tuple[Row[Any], Row[Any]]]:
    """Return the originals that are published, each with the row that is to be read."""
    rows = statements.published(connection, kind, (ORIGINAL, language), now, slug)
    translated = {row.slug: row for row in rows if row.language == language}
    return [(row, translated.get(row.slug, row)) for row in rows if row.language == ORIGINAL]


@dataclass(frozen=True, slots=True)
class Kept:
    """One article as the office sees it in a list."""

    kind: str
    slug: str
    language: str
    title: str
    published_at: datetime
    withdrawn_at: datetime | None
    position: int
    pinned: bool


def listed(connection: Connection) -> list[Kept]:
    """Return every article in every language, those not shown included, by column and name."""
    return [
        Kept(
            row.kind,
            row.slug,
            row.language,
            row.title,
            row.published_at,
            row.withdrawn_at,
            row.position,
            bool(row.pinned),
        )
        for row in statements.all_articles(connection)
    ]


def take_in(connection: Connection, files: Sequence[ArticleFile], now: datetime) -> None:
    """Keep articles, in place of those of the same kind, name and language, in a write transaction.

    Raise `ContentError`, with nothing to be kept, for a translation of an article that has no original.
    """
    for file in files:
        _keep(connection, file, now)
    for file in files:
        if not statements.has_article(connection, file.kind.value, file.slug, ORIGINAL):
            raise ContentError(f"{file.kind.value} {file.slug}: language: there is no {ORIGINAL} original of it")


def _keep(connection: Connection, file: ArticleFile, now: datetime) -> None:
    values: dict[str, Any] = {
        "title": file.title,
        "body": file.body,
        "published_at": file.published,
        "withdrawn_at": now if file.withdrawn else None,
        "position": file.position,
        "pinned": int(file.pinned),
    }
    statements.keep_article(connection, *file.key, **values)
