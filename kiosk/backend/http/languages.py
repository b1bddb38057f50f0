"""In which language somebody is answered: what they chose, what it was begun in at the terminal, or their phone's own.

Pages have the languages of `assets/locale`; readers of any other get English, who says nothing Chinese.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, Header
from starlette.datastructures import Headers
from starlette.types import Scope

from kiosk.languages import DEFAULT_LANGUAGE, LANGUAGES

_FOREIGN = "en"
"""What readers of a language get that is not offered."""

_TAGS = {"zh-TW": "zh-Hant-TW"}
"""Locales that HTML names more exactly, so that a browser takes the letters of Taiwan."""


def _asked_in(
    accept_language: str | None = Header(
        default=None,
        alias="Accept-Language",
        description="The visitor's language: pages for phones and messages that this begins are in it.",
    ),
) -> str | None:
    if accept_language is None or not accept_language.strip():
        return None
    return preferred(accept_language)


Language = Annotated[str | None, Depends(_asked_in)]
"""The language that a terminal speaks with its visitor, None where it does not say."""


def tag(language: str) -> str:
    """Return a language as HTML names it (BCP 47)."""
    return _TAGS.get(language, language)


def preferred(accepted: str) -> str:
    """Return the language that a phone likes best of those that there are (`Accept-Language`, RFC 9110 §12.5.4)."""
    wanted: dict[str, float] = {}
    for named, quality in _wanted(accepted[:500]):
        language = _offered(named)
        wanted[language] = max(wanted.get(language, 0.0), quality)
    # One that says nothing is in Taipei, and so is one that likes two equally.
    return max(wanted, key=lambda one: (wanted[one], one == DEFAULT_LANGUAGE), default=DEFAULT_LANGUAGE)


def _wanted(accepted: str) -> Iterator[tuple[str, float]]:
    for one in accepted.split(","):
        named, _, weight = one.partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=")) if weight.strip() else 1.0
        except ValueError:
            continue
        if quality > 0 and named.strip() not in ("", "*"):
            yield named.strip().lower(), quality


def _offered(named: str) -> str:
    """Return the locale of a language tag: its own, else another of the same language, else English."""
    exact = [one for one in LANGUAGES if one.lower() == named]
    alike = [one for one in LANGUAGES if one.lower().partition("-")[0] == named.partition("-")[0]]
    return next(iter(exact + alike), _FOREIGN)


def chosen(scope: Scope) -> str | None:
    """Return the language that the page's own link asks for (`?lang=en`), None where it asks for none."""
    try:
        asked = parse_qs(scope["query_string"].decode("ascii", "replace"), max_num_fields=8).get("lang", [""])[0]
    except ValueError:
        return None
    return asked if asked in LANGUAGES else None


def read_in(scope: Scope, begun: str | None = None) -> str:
    """Return the language of a phone's page; `begun` is that in which the terminal began what it shows."""
    # What was begun in a language that is offered no more is answered in the phone's own.
    if (wanted := chosen(scope) or (begun if begun in LANGUAGES else None)) is not None:
        return wanted
    return preferred(Headers(scope=scope).get("accept-language", ""))


def same(scope: Scope) -> str:
    """Return what a link to the same page adds to its address, so that it stays in the language that was chosen."""
    wanted = chosen(scope)
    return "" if wanted is None else f"?lang={wanted}"
