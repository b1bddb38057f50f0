from __future__ import annotations

from kiosk.contract.owners import OwnerReceipts
from kiosk.screens.owner.paid_records import PaidRecordsPage
from tests.screens import owners
from tests.screens.stage import Stage


async def test_a_pass_stands_among_what_was_paid_by_its_name() -> None:
    bills = owners.records(1).receipts[0]
    bought = bills.model_copy(update={"payment_id": 32 * "f", "pass_name": "全市路邊機車月票"})
    stage = Stage(lambda: PaidRecordsPage(OwnerReceipts(receipts=(bills, bought))))
    async with stage.played():
        first, second = [line for line in stage.text().splitlines() if "街口支付" in line]
    assert "1 張單" in first
    assert "全市路邊機車月票" in second
    assert "張單" not in second
