"""How pages for phones write days, moments and sums, in the language in which they are read (`texts`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from kiosk.backend.http.languages import tag
from kiosk.domain.dates import taipei
from kiosk.domain.text import clean
from kiosk.i18n import Message, Named, Texts
from kiosk.languages import LANGUAGES
from kiosk.wording import date_words


def shown(value: object) -> object:
    """Text from outside is data: no control characters, no direction marks."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def spoken(language: str) -> Mapping[str, object]:
    """Return what every page has of its language: its texts, its tag, and the others that it can be read in."""
    texts = Texts(language)

    def named(name: str, english: str | None) -> str:
        return Named(name, english).said_in(language)

    others = [(one, name) for one, name in LANGUAGES.items() if one != language]
    return {"texts": texts, "named": named, "tag": tag(language), "others": others}


def dollars(dollars: int) -> str:
    """Return a sum as pages for phones have it, in every language: `NT$1,234`."""
    return f"NT${dollars:,}"


def _digits(dollars: int) -> str:
    return f"{dollars:,}"


def _hour(moment: datetime) -> str:
    return f"{taipei(moment):%H:%M}"


def _said(page: Context, message: Message) -> str:
    texts: Texts = page["texts"]
    return texts(message)


@pass_context
def _day(page: Context, day: date) -> str:
    return _said(page, date_words.full_day(day))


@pass_context
def _month(page: Context, name: str | date) -> str:
    return _said(page, date_words.month(f"{name:%Y-%m}" if isinstance(name, date) else name))


@pass_context
def _moment(page: Context, moment: datetime) -> str:
    return _said(page, date_words.at(moment))


FILTERS: Mapping[str, Callable[..., Any]] = {
    "digits": _digits,
    "dollars": dollars,
    "hour": _hour,
    "day": _day,
    "month": _month,
    "moment": _moment,
}
