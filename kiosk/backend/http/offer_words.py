"""What the page says on which a phone begins to sign in at the terminal, in the phone's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.backend.http.entry_words import Said
from kiosk.contract.identity import OfferState


@dataclass(frozen=True, slots=True)
class Offering:
    """What the page says in one language. `{provider}` is the name of one."""

    language: str
    title: str
    compare: str
    warning: str
    by: str
    down: str
    said: Mapping[OfferState, Said]


CHINESE = Offering(
    "zh-Hant-TW",
    "用手機登入停車繳費機台",
    "機台畫面上的代碼，必須和這裡一樣：",
    "不一樣，或您不在機台前，請不要登入，關掉這一頁。",
    "用 {provider} 登入",
    "現在連不上 {provider}，沒有登入。請稍候再按一次，或在機台上用密碼登入。",
    {
        OfferState.TAKEN: Said("這個連結已經使用", "請在帳號的頁面上完成登入，再看機台的畫面。", "still"),
        OfferState.OVER: Said("這個連結已經失效", "請回到現場機台，重新掃描畫面上的 QR Code。", "still"),
    },
)
ENGLISH = Offering(
    "en",
    "Sign in at the parking machine",
    "The machine must show the same code as this page:",
    "If it shows another one, or you are not in front of a machine, do not sign in, and close this page.",
    "Sign in with {provider}",
    "{provider} cannot be reached just now, and you are not signed in. Please try again in a moment, "
    "or sign in at the machine with your password.",
    {
        OfferState.TAKEN: Said(
            "This link has been used",
            "Please finish on your account's page, then look at the machine's screen.",
            "still",
        ),
        OfferState.OVER: Said(
            "This link can no longer be used",
            "Please go back to the machine and scan the code on its screen again.",
            "still",
        ),
    },
)
