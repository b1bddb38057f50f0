"""A reader of English meets no word of Chinese on any page, but for what a person or an operator is called."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from tests.screens import area, forms, gallery
from tests.screens.frame.test_narrowest import Walk
from tests.screens.gallery import View
from tests.screens.welcome.test_welcome import SERVICE

CJK = re.compile("[\u2e80-\u30fa\u30fc-\u9fff\uf900-\ufaff\uff01-\uff5e]+")
"""Not the dot in the middle, which is a mark before a line and no word."""

TO_CHINESE = "中文"
"""The way back, in the words of those who look for it."""

NAMES: Mapping[str, tuple[str, ...]] = {
    "area": ("王", "明"),
    "area-without-links": ("王", "明"),
    "edit": ("王", "明"),
    "name": ("歐", "蜜", "偉浪"),
    "vehicles": ("街口支付",),  # as the city's register calls who is charged
}
"""By page: names that a person bears or an operator gave, and has not given in English."""

ASKED_ANEW = {"article", "articles", "pass-check", "passes", "passes-not-yet", "passes-sold-out"}
"""What the office publishes and sells is asked for in the language of the moment; these pages have it in Chinese."""

SENT_BEFORE = {"code-phone"}
"""A message that was begun in Chinese, on the demo's phone."""

IN_DIGITS = re.compile(r"\b(?:\d{4}/)?\d{1,2}/\d{1,2}\b")
"""A day as Chinese papers have it. With the year left out, 12/09 is a day in September to readers of English."""

GALLERIES: Mapping[str, Mapping[str, View]] = {"paying": gallery.VIEWS, "area": area.VIEWS, "forms": forms.FORMS}
PAGES = pytest.mark.parametrize(
    "pages", ["forms", pytest.param("paying", marks=pytest.mark.long), pytest.param("area", marks=pytest.mark.long)]
)

ELSEWHERE = ("at home", "no paper was printed")
"""Printing that is not this machine's."""

_texts: dict[str, Mapping[str, str]] = {}


async def texts(pages: str) -> Mapping[str, str]:
    """Return what the pages of a gallery say, by name: shown once, since showing them takes seconds."""
    if pages not in _texts:
        walk, said = Walk("en"), {}
        walk.app.service = SERVICE
        async with walk.played((120, 40)) as pilot:
            for name in sorted(GALLERIES[pages]):
                await walk.shows(pilot, GALLERIES[pages][name])
                said[name] = walk.text()
        _texts[pages] = said
    return _texts[pages]


@PAGES
async def test_no_page_in_english_has_a_word_of_chinese(pages: str) -> None:
    found = {}
    for name, text in (await texts(pages)).items():
        words = set(CJK.findall(text)) - {TO_CHINESE, *NAMES.get(name, ())}
        if words and name not in ASKED_ANEW | SENT_BEFORE:
            found[name] = sorted(words)
    assert not found, "\n".join(f"{name}: {words}" for name, words in found.items())


@PAGES
async def test_no_page_in_english_has_a_day_in_only_digits(pages: str) -> None:
    found = {name: days for name, text in (await texts(pages)).items() if (days := IN_DIGITS.findall(text))}
    assert not found, "\n".join(f"{name}: {days}" for name, days in found.items())


@PAGES
async def test_no_page_speaks_of_printing_where_the_machine_has_no_printer(pages: str) -> None:
    said = [(name, line) for name, text in (await texts(pages)).items() for line in text.splitlines()]
    assert [
        (name, line) for name, line in said if "print" in line.lower() and not any(w in line for w in ELSEWHERE)
    ] == []
