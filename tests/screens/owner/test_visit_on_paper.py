"""What an owner did in one visit, as a document: all of it, in order, and nothing of visits before."""

from __future__ import annotations

from datetime import timedelta

from kiosk.contract.owners import History, OwnerEvent, OwnerEventKind
from kiosk.domain.document import plain
from kiosk.i18n import Texts
from kiosk.wording.owner_visit import of_visit
from tests.clock import START
from tests.screens.owners import PLACE, PLACE_EN


def history(*kinds: OwnerEventKind) -> History:
    """Return a history whose events happened in this order, a minute apart."""
    events = [
        OwnerEvent(
            kind=kind,
            at=START + timedelta(minutes=minute),
            place=PLACE,
            place_en=PLACE_EN,
            subject="BKZ-5937" if kind is OwnerEventKind.VEHICLE_BOUND else None,
        )
        for minute, kind in enumerate(kinds)
    ]
    return History(events=tuple(reversed(events)))


def said(reported: History, language: str = "zh-TW") -> list[str]:
    document = of_visit(reported).said(Texts(language).said)
    return [entry.name for entry in document.lines]


def test_what_was_done_since_signing_in_stands_in_its_order_and_nothing_from_before() -> None:
    kinds = OwnerEventKind
    reported = history(
        kinds.REGISTERED, kinds.NAME_CHANGED, kinds.SIGNED_IN, kinds.VEHICLE_BOUND, kinds.PASSWORD_CHANGED
    )  # fmt: skip
    assert said(reported) == ["登入", "綁定車輛　BKZ-5937", "修改密碼"]
    assert said(reported, "en")[0] == Texts("en")("history-signed-in")


def test_who_has_just_registered_sees_that_as_the_beginning() -> None:
    assert said(history(OwnerEventKind.REGISTERED, OwnerEventKind.VEHICLE_BOUND))[0] == "註冊成為車主"


def test_it_says_where_and_whom_to_ask_and_is_whole_without_any_event() -> None:
    texts = Texts("zh-TW")
    assert PLACE in plain(of_visit(history(OwnerEventKind.SIGNED_IN)).said(texts.said))
    assert "洽服務櫃檯" in plain(of_visit(history()).said(texts.said))
