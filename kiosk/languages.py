"""The languages that visitors are offered. One more is a folder and a line in `assets/locale`, and no code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kiosk.platform.machine.paths import assets

DEFAULT_LANGUAGE = "zh-TW"
"""The language of the office itself: names and articles that were not translated are in it."""


def _offered() -> Mapping[str, str]:
    # One message a line and nothing else, so that the first page needs no Fluent to read it.
    lines = (assets() / "locale" / "languages.ftl").read_text(encoding="utf-8").splitlines()
    parts = (line.partition("=") for line in lines if not line.startswith("#"))
    return {locale.strip(): name.strip() for locale, is_message, name in parts if is_message}


LANGUAGES: Mapping[str, str] = _offered()
"""Locale and its own name, in the order in which a visitor is offered them."""


def next_language(language: str, offered: Sequence[str]) -> str:
    """Return the language that is offered to readers of another one: all of them in turn."""
    return offered[(offered.index(language) + 1) % len(offered)] if language in offered else offered[0]
