"""Why staff did something, as the owner reads it in the history (歷程記錄)."""

from __future__ import annotations

import pytest

from kiosk.contract.desk.approvals import Reason
from kiosk.contract.owners import History, StaffDeed, StaffDeedKind
from kiosk.screens.owner.history import HistoryPage
from tests.clock import START
from tests.screens import owners
from tests.screens.stage import Stage

WORDS = {
    Reason.PAPERS_SEEN: "看過證明文件",
    Reason.PERSON_ASKS: "本人要求",
    Reason.OTHER_OFFICE: "其他辦公室提出",
    Reason.OUR_MISTAKE: "我方作業錯誤",
}


@pytest.mark.parametrize("reason", Reason)
async def test_an_owner_reads_why_a_decision_was_asked_for_and_not_that_something_was_seen(reason: Reason) -> None:
    undone = StaffDeed(kind=StaffDeedKind.CLAIM_UNDONE, at=START, place=owners.PLACE, reason=reason.value)
    stage = Stage(lambda: HistoryPage(History(events=(), by_staff=(undone,))))
    async with stage.played():
        (line,) = [line.strip() for line in stage.text().splitlines() if owners.PLACE + "・" in line]
    assert line == f"{owners.PLACE}・{WORDS[reason]}"
