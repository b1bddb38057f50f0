"""Whatever a ticket's number stands in, a scanner finds it; whatever else is scanned is no number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.scanned import bill_number

TICKET, NOTICE = "Q7158601D030025", "112345678"


@pytest.mark.parametrize(
    "text",
    [
        TICKET,
        TICKET.lower(),
        f"*{TICKET}*",
        f"{TICKET}0",  # the second bar code of a store's three, padded to sixteen characters
        f"0{TICKET}",
        f" {TICKET}\n",
        f"https://parkingfee.pma.gov.taipei/qr?tno={TICKET}",
        f"HTTPS://PARKINGFEE.PMA.GOV.TAIPEI/QR?TNO={TICKET}",
        f"https://www.pay.taipei/qr/2/{TICKET}/3a08/2",
        f"https://pay.taipei/qr/2/{TICKET}/3a08/2",
    ],
)
def test_a_tickets_number_is_found_in_whatever_it_stands(text: str) -> None:
    assert bill_number(text) == TICKET


def test_a_notices_number_is_found() -> None:
    assert bill_number(NOTICE) == NOTICE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "BKZ5937",
        "4710088412345",  # a bottle of tea
        f"https://parking.example.tw/qr?tno={TICKET}",
        f"https://pay.taipei.example.tw/qr/2/{TICKET}/3a08/2",
        f"ftp://pay.taipei/qr/2/{TICKET}",
        "https://[pay.taipei/",
        "0912345678",
    ],
)
def test_anything_else_is_no_number(text: str) -> None:
    assert bill_number(text) is None


@given(st.text(max_size=60))
def test_no_text_makes_it_fail(text: str) -> None:
    found = bill_number(text)
    assert found is None or len(found) in {9, 15}
