"""In which language somebody is answered: what they chose, what it was begun in at the terminal, or their phone's own.

Words are kept in two: `zh-TW`, and English for everybody who does not read that.
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, Header
from starlette.datastructures import Headers
from starlette.types import Scope

CHINESE, ENGLISH = "zh-TW", "en"


def _asked_in(
    accept_language: str | None = Header(
        default=None,
        alias="Accept-Language",
        description="The visitor's language: pages for phones and messages that this begins are in it.",
    ),
) -> str | None:
    if accept_language is None or not accept_language.strip():
        return None
    return ENGLISH if prefers_english(accept_language) else CHINESE


Language = Annotated[str | None, Depends(_asked_in)]
"""The language that a terminal speaks with its visitor, None where it does not say."""


def prefers_english(accepted: str) -> bool:
    """Return whether a phone's languages (`Accept-Language`) have no Chinese, or English before it."""
    wanted: dict[str, float] = {}
    for one in accepted[:500].split(","):
        tag, _, weight = one.partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=")) if weight.strip() else 1.0
        except ValueError:
            quality = 0.0
        language = tag.strip().lower().partition("-")[0]
        wanted[language] = max(wanted.get(language, 0.0), quality)
    chinese = wanted.get("zh", 0.0)
    # A phone in Japanese or Vietnamese is better served in English; one that says nothing is in Taipei.
    return (
        max((quality for language, quality in wanted.items() if language not in ("", "*", "zh")), default=0.0) > chinese
    )


def chosen(scope: Scope) -> str | None:
    """Return the language that the page's own link asks for (`?lang=en`), None where it asks for none."""
    try:
        asked = parse_qs(scope["query_string"].decode("ascii", "replace"), max_num_fields=8).get("lang", [""])[0]
    except ValueError:
        return None
    return asked if asked in (CHINESE, ENGLISH) else None


def read_in(scope: Scope, begun: str | None = None) -> str:
    """Return the language of a phone's page; `begun` is that in which the terminal began what it shows."""
    if (wanted := chosen(scope) or begun) is not None:
        return wanted
    return ENGLISH if prefers_english(Headers(scope=scope).get("accept-language", "")) else CHINESE


def same(scope: Scope) -> str:
    """Return what a link to the same page adds to its address, so that it stays in the language that was chosen."""
    wanted = chosen(scope)
    return "" if wanted is None else f"?lang={wanted}"
