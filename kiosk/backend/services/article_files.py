"""The office's articles as files: Markdown with a head in YAML between two lines of dashes.

---
kind: notice
slug: smart-posts
language: zh-TW
title: 路邊無人智慧停車柱服務路段
published: 2022-04-15
---

The text. Headings, paragraphs, lists and emphasis are shown; raw HTML and links count as text.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from kiosk.contract.content import LONGEST_BODY, ArticleKind, Language, Slug
from kiosk.contract.owners import NOTICE_PATTERN
from kiosk.domain.dates import TAIPEI, midnight
from kiosk.domain.text import clean


class ContentError(ValueError):
    """A file that cannot be used; the text names the file, the field and what is wrong with it."""


def _moment(value: object) -> datetime:
    if isinstance(value, str):
        # YAML knows moments only with their seconds.
        with suppress(ValueError):
            value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=TAIPEI)
    if isinstance(value, date):
        return midnight(value)
    raise ValueError("a day such as 2026-11-02, or a moment such as 2026-11-02 09:00 (Taipei)")


def _cleaned(value: object) -> object:
    return clean(value).strip() if isinstance(value, str) else value


class ArticleFile(BaseModel):
    """One article in one language, as a file has it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ArticleKind
    slug: Slug
    language: Language
    title: Annotated[str, BeforeValidator(_cleaned), Field(min_length=1, max_length=120, pattern=r"^[^\n\t]*$")]
    published: Annotated[datetime, BeforeValidator(_moment)]
    """Not shown before this moment."""
    position: Annotated[int, Field(strict=True, ge=0, le=9999)] = 0
    """Where it stands among those that are pinned alike; the newest first among equals."""
    pinned: Annotated[bool, Field(strict=True)] = False
    withdrawn: Annotated[bool, Field(strict=True)] = False
    """No longer shown, in this language; in Chinese, in none."""
    body: Annotated[str, BeforeValidator(_cleaned), Field(min_length=1, max_length=LONGEST_BODY)]

    @model_validator(mode="after")
    def _versioned(self) -> Self:
        if self.kind is ArticleKind.PRIVACY and not re.match(NOTICE_PATTERN, self.slug):
            raise ValueError("slug: a privacy notice is named by its version, such as 2026-11")
        return self

    @property
    def key(self) -> tuple[str, str, str]:
        return self.kind.value, self.slug, self.language


def parse(name: str, content: bytes) -> ArticleFile:
    """Return the article in a file; raise `ContentError`, whose text has a line for each fault."""
    # Loaded when files are read: a backend that has its articles starts without it.
    import frontmatter
    from yaml import YAMLError  # type: ignore[import-untyped]  # the one name we take from it

    try:
        post = frontmatter.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ContentError(f"{name}: not a text in UTF-8") from None
    except YAMLError as error:
        raise ContentError(f"{name}: the head is not YAML{_place(error)}") from None
    if not post.metadata:
        raise ContentError(f"{name}: no head: the file begins with a line of three dashes")
    if "body" in post.metadata:
        raise ContentError(f"{name}: body: the text stands below the head")
    try:
        return ArticleFile.model_validate({**post.metadata, "body": post.content})
    except ValidationError as error:
        raise ContentError("\n".join(f"{name}: {_told(fault)}" for fault in error.errors())) from None


def _place(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return "" if mark is None else f": look at line {mark.line + 2}"


def _told(fault: Any) -> str:
    field = ".".join(str(part) for part in fault["loc"])
    reason = str(fault["msg"]).removeprefix("Value error, ")
    return f"{field}: {reason}" if field else reason
