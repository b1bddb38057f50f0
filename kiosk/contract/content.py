"""What the office publishes: notices, questions and answers, ways to pay. Readable by everybody."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kiosk.contract.wire import Label, Moment, Wire


class ArticleKind(StrEnum):
    """The website's columns."""

    NOTICE = "notice"
    """公告訊息."""
    QUESTION = "question"
    """答客問."""
    IMPORTANT = "important"
    """重要訊息."""
    CHANNEL = "channel"
    """繳費管道."""
    PRIVACY = "privacy"
    """The notice under §8 of the Personal Data Protection Act; its slug is its version."""


SLUG_PATTERN = r"^[a-z0-9][a-z0-9-]{0,59}$"
LANGUAGE_PATTERN = r"^[a-z]{2}(-[A-Z]{2})?$"
LONGEST_BODY = 20_000
"""Characters of one article."""

Slug = Annotated[str, Field(pattern=SLUG_PATTERN, examples=["smart-posts"])]
Language = Annotated[str, Field(pattern=LANGUAGE_PATTERN, examples=["zh-TW"])]


THIS_MACHINE = "this-machine"
"""The article among the channels that is about paying here."""


class Headline(Wire):
    """One line of a column."""

    kind: ArticleKind
    slug: Slug
    title: Label
    published_at: Moment
    pinned: bool = False


class Column(Wire):
    """A column's articles: pinned ones first, then in the order the office gave, then newest first."""

    headlines: tuple[Headline, ...]


class Article(Headline):
    """One article. `language` tells in which it is: an article that was not translated comes in Chinese."""

    language: Language
    body: Annotated[str, Field(max_length=LONGEST_BODY)]
    """Markdown: headings, paragraphs, lists, emphasis. Raw HTML and links count as text."""
