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
from functools import cache
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
    from yaml import YAMLError  # type: ignore[import-untyped]  # named for its error and its loader

    try:
        text = content.decode("utf-8-sig")
        post = frontmatter.loads(text, handler=_handler())
    except UnicodeDecodeError:
        raise ContentError(f"{name}: not a text in UTF-8") from None
    except YAMLError as error:
        raise ContentError(f"{name}: the head is not YAML{_place(error)}") from None
    except (ValueError, TypeError, AttributeError, RecursionError):
        # What it makes of a value that is marked as another kind than it is.
        raise ContentError(f"{name}: the head is not YAML that is understood here") from None
    if not post.metadata:
        raise ContentError(f"{name}: no head: the file begins with a line of three dashes")
    lines = _lines(text)
    if "body" in post.metadata:
        raise ContentError(f"{name}: body: the text stands below the head")
    if _CUT_OFF.search(lines.get("title", (0, ""))[1]):
        raise ContentError(
            f"{name}: title: YAML takes what follows # as a comment: put the title in quotes (line {lines['title'][0]})"
        )
    try:
        return ArticleFile.model_validate({**post.metadata, "body": post.content})
    except ValidationError as error:
        raise ContentError("\n".join(f"{name}: {_described(fault, lines)}" for fault in error.errors())) from None


_CUT_OFF = re.compile(r"""^[^"'\s].*\s#""")
"""A value without quotes with the beginning of a comment in it."""


@cache
def _handler() -> Any:
    """Return what reads heads: it leaves days as they are written, and our own rule says which of them are none."""
    from frontmatter.default_handlers import YAMLHandler
    from yaml import SafeLoader
    from yaml.constructor import SafeConstructor  # type: ignore[import-untyped]

    stamp = "tag:yaml.org,2002:timestamp"

    class HeadLoader(SafeLoader):  # type: ignore[misc]
        yaml_implicit_resolvers = {
            first: [(tag, pattern) for tag, pattern in known if tag != stamp]
            for first, known in SafeLoader.yaml_implicit_resolvers.items()
        }

    HeadLoader.add_constructor(stamp, SafeConstructor.construct_yaml_str)

    class HeadHandler(YAMLHandler):
        def load(self, fm: str, **options: object) -> Any:
            return super().load(fm, Loader=HeadLoader)

    return HeadHandler()


def _lines(text: str) -> dict[str, tuple[int, str]]:
    """Return the number of each field's line in the file, and what stands behind its colon."""
    found: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if number > 1 and line.startswith("---"):
            break
        field, colon, value = line.partition(":")
        if colon:
            found.setdefault(field.strip(), (number, value.strip()))
    return found


def _place(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return "" if mark is None else f": look at line {mark.line + 2}"


def _described(fault: Any, lines: dict[str, tuple[int, str]]) -> str:
    field = ".".join(str(part) for part in fault["loc"])
    reason = str(fault["msg"]).removeprefix("Value error, ")
    line = f" (line {lines[field][0]})" if field in lines else ""
    return f"{field}: {reason}{line}" if field else reason
