"""What all pages for phones have in common: their headers, which addresses are theirs, and the page for all others.

A phone that follows a link is never answered with JSON, whatever became of the link.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.datastructures import Headers
from starlette.types import Scope

from kiosk.backend.http.languages import ENGLISH, read_in
from kiosk.backend.phone_headers import phone_headers

FOLDER = Path(__file__).parent / "templates"
CSS = (FOLDER / "payer.css").read_text(encoding="utf-8")
HEADERS = phone_headers(CSS)

FIRST = frozenset({"p", "r", "id", "t", "s"})
"""The first part of the addresses that phones open, in small letters: a payment, what is taken along, an account to be
linked, a field to be filled in, signing in at the terminal."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the page says in one language."""

    language: str
    title: str
    text: str
    after: str
    next: str


_NOT_THERE = (
    Words(
        "zh-Hant-TW",
        "找不到這個頁面",
        "網址可能有誤，或已經失效。",
        "接下來",
        "請回到現場機台，重新掃描畫面上的 QR Code。",
    ),
    Words(
        "en",
        "There is no such page",
        "The address may be wrong, or its time may be over.",
        "What to do now",
        "Please go back to the machine and scan the code on its screen again.",
    ),
)
_BROKEN = (
    Words(
        "zh-Hant-TW",
        "系統發生問題",
        "這一步沒有完成。請不要重複付款。",
        "接下來",
        "請重新整理這個頁面；如果還是不行，請看現場機台的畫面，或洽服務櫃檯。",
    ),
    Words(
        "en",
        "Something went wrong here",
        "This step was not completed. Please do not pay twice.",
        "What to do now",
        "Please load this page again. If that does not help, look at the machine's screen, or ask at the counter.",
    ),
)
_BUSY = (
    Words(
        "zh-Hant-TW",
        "系統忙碌中",
        "這個頁面現在打不開，內容沒有改變。",
        "接下來",
        "請稍候幾秒，再重新整理這個頁面。",
    ),
    Words(
        "en",
        "The system is busy",
        "This page cannot be opened just now. Nothing has changed.",
        "What to do now",
        "Please wait a few seconds and load this page again.",
    ),
)
_TRY_AFTER = 3


def for_phones(scope: Scope) -> bool:
    """Return whether a request is somebody's phone following a link, or a browser that has lost its way."""
    first = str(scope["path"]).strip("/").partition("/")[0]
    if first.lower() in FIRST:
        return True
    return first != "v1" and "text/html" in Headers(scope=scope).get("accept", "")


def lost(scope: Scope, status: int, headers: Mapping[str, str] | None = None) -> HTMLResponse:
    """Return the page for what has none, in the phone's language."""
    return _told(scope, _BROKEN if status >= 500 else _NOT_THERE, status, headers)


def busy(scope: Scope) -> HTMLResponse:
    """Return the page for one that cannot be read at this moment, in the phone's language."""
    return _told(scope, _BUSY, 503, {"Retry-After": str(_TRY_AFTER)})


def _told(scope: Scope, told: tuple[Words, Words], status: int, headers: Mapping[str, str] | None) -> HTMLResponse:
    chinese, english = told
    words = english if read_in(scope) == ENGLISH else chinese
    content = ENVIRONMENT.get_template("lost.html").render(css=Markup(CSS), words=words)  # noqa: S704 - our own file
    return HTMLResponse(content, status_code=status, headers={**HEADERS, **(headers or {})})


ENVIRONMENT = Environment(
    loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, auto_reload=False
)
