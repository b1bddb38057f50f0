"""One word for one thing, on the kiosk and on the phone: what is no longer said comes back nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.i18n import Texts
from kiosk.languages import LANGUAGES
from tests.source import ROOT
from tests.test_locale import messages

OLD_CHINESE = (
    "看好了", "我知道了", "我記好了", "不綁定了", "不註銷了", "改選單子", "換一種方式", "換一家", "哪一家", "單子",
    "軍使", "未逾期", "帳號做過的事", "繳過的、看收據", "紀錄", "帳單", "付款方式", "付款業者", "不用急",
)  # fmt: skip
"""知道了 and 返回 are said instead of the first three, 停車單 of 單子 and 帳單, 記錄 of 紀錄 (the website's),
支付業者 of 付款業者."""

COUNTED_OTHERWISE = re.compile(r"\d\s*筆|\}\s*筆|這筆(?!款項|付款)|單筆(?!上限)")
"""Bills are counted by 張; 筆 is a payment's."""

OLD_ENGLISH = (
    "become an owner", "take your time", "untick", "ticked", "tick the", "not due yet", "no number yet", "no name yet",
    "fill this in", "go off by themselves", "rub some out", "go on closing",
    "paid before", "my data", "other bills", "other provider", "another way", "i see", "owner’s area", "my vehicles",
    "season ticket", "registered notice", "reminder by", "licence and your",
)  # fmt: skip

TYPED_DOLLARS = re.compile(r"(?<!NT)\$(?=\d|\{ *\$)")
"""A reader of English may take `$` for another dollar."""


def said(language: str) -> Iterator[tuple[str, str]]:
    """Yield where something stands that visitors read on the kiosk, and its text, comments and variables left out."""
    for path in sorted((ROOT / "assets" / "locale" / language).glob("*.ftl")):
        if path.name == "doctor.ftl":  # the administrator's
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.startswith("#"):
                yield f"{path.name}:{number}", line.partition("=")[2] or line


def on_phones() -> Iterator[tuple[str, str]]:
    """Yield where something stands that phones show or are sent, and its text."""
    backend = ROOT / "kiosk" / "backend"
    files: list[Path] = [
        *(backend / "http" / "templates").glob("*.html"),
        *(backend / "identities" / "oidc" / "templates").glob("*.html"),
        *(backend / "http").glob("*_words.py"),
        backend / "http" / "phone_pages.py",
        *(backend / "messages").glob("*_texts.py"),
        backend / "proof" / "codes.py",
        backend / "owners" / "mobile_changes.py",
    ]
    for path in files:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield f"{path.name}:{number}", line


def articles(language: str) -> Iterator[tuple[str, str]]:
    """Yield the lines of what the office publishes."""
    for path in sorted((ROOT / "assets" / "content").glob(f"*.{language}.md")):
        if path.name.startswith("privacy-"):  # its words are what people agreed to
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield f"{path.name}:{number}", line


def test_words_that_chinese_readers_no_longer_meet_come_back_nowhere() -> None:
    everywhere = [*said("zh-TW"), *on_phones(), *articles("zh-TW")]
    assert len(everywhere) > 800
    found = [f"{where}: {old}" for where, text in everywhere for old in OLD_CHINESE if old in text]
    assert found == []
    assert [f"{where}: {text}" for where, text in everywhere if COUNTED_OTHERWISE.search(text)] == []


def test_words_that_english_readers_no_longer_meet_come_back_nowhere() -> None:
    everywhere = [*said("en"), *on_phones(), *articles("en")]
    found = [
        f"{where}: {old}"
        for where, text in everywhere
        for old in OLD_ENGLISH
        if re.search(rf"\b{re.escape(old)}", text, re.IGNORECASE)
    ]
    assert found == []


def test_money_in_english_names_its_country() -> None:
    assert Texts("en")("money", dollars="55") == "NT$55"
    assert [where for where, text in said("en") if TYPED_DOLLARS.search(re.sub(r"\{[^}]*\}", "", text))] == []


BACK = (
    "article-read", "bill-back", "edit-back", "help-go-on", "history-back", "identities-back", "messages-back",
    "messages-read", "payment-help-back", "receipt-back", "records-back", "step-bill", "step-leave", "take-back",
)  # fmt: skip
"""Where one returns to what stood there before."""
UNDERSTOOD = ("bound-back", "claim-back", "code-on-its-way-close", "how-understood")
"""Where something was said."""
DONE = ("paid-finish", "goodbye-finish")
"""Where a visit ends with what it was for."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ids", [BACK, UNDERSTOOD, DONE])
def test_one_thing_has_one_word(language: str, ids: tuple[str, ...]) -> None:
    assert len({Texts(language)(id) for id in ids}) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_pointed_to_by_its_name_has_that_name(language: str) -> None:
    """“Press ‘Send again’” is of use only where a key says so."""
    texts = Texts(language)
    names = {texts(id).strip("↓↑▼▲← ") for id, arguments in messages(language).items() if not arguments}
    quoted = re.compile(r"「([^」{}]+)」|“([^”{}]+)”|\"(\w[^\"{}]*)\"")
    unknown = [
        f"{where}: {name}"
        for where, text in said(language)
        for name in map("".join, quoted.findall(text))
        if name not in names and name not in ELSEWHERE
    ]
    assert unknown == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_takes_as_long_by_number_as_by_plate_until_a_new_bill_is_found(language: str) -> None:
    by_plate, by_number = (Texts(language)(f"trouble-{id}") for id in ("nothing-owed-body", "number-unknown-now"))
    assert re.findall(r"\d+", by_plate) == re.findall(r"\d+", by_number) == ["15", "60"]


ELSEWHERE = {"O", "0", "I", "1", "掃碼", "Scan", "停車一站式服務", "分享", "列印"}
"""Quoted, and on no key here: characters of a plate, keys of somebody else's apps."""
