"""What owners are sent in English, word for word: the Chinese stands where the messages are sent."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from kiosk.backend.messages import owner_texts
from kiosk.domain.dates import TAIPEI
from kiosk.domain.one_time_code import CodePurpose
from kiosk.domain.service import FloodArea

DUE = date(2026, 11, 7)
AT = datetime(2026, 1, 2, 9, 5, tzinfo=TAIPEI)


@pytest.mark.parametrize(
    ("reported", "words"),
    [
        (
            owner_texts.code(CodePurpose.REGISTER, "26576", "en"),
            (
                "Taipei Parking: 26576 is your code to create your account, good for 5 minutes."
                " City staff never ask for it. Do not share it."
            ),
        ),
        (
            owner_texts.number_changed(AT, "02-2726-9600", "en"),
            "Taipei Parking: your account's mobile number was changed on 2 Jan at 09:05. Not you? Call 02-2726-9600.",
        ),
        (
            owner_texts.reminder("BKZ-5937", 1, 50, DUE, "1999", "en"),
            "Taipei Parking: BKZ-5937 has 1 ticket, NT$50, due 7 Nov. Please pay in time. Questions: 1999",
        ),
        (
            owner_texts.reminder("BKZ-5937", 3, 1250, DUE, "1999", "en"),
            "Taipei Parking: BKZ-5937 has 3 tickets, NT$1,250, first due 7 Nov. Please pay in time. Questions: 1999",
        ),
        (
            owner_texts.ticket("BKZ-5937", AT, 50, DUE, "Q7158601D030025", "en"),
            "Taipei Parking: ticket Q7158601D030025 for BKZ-5937, parked 2 Jan 09:05: NT$50, due 7 Nov.",
        ),
        (
            owner_texts.flood(FloodArea.TAMSUI, AT, ["A-1", "A-2", "A-3", "A-4", "A-5"], "en"),
            (
                "Taipei Parking flood alert: clear the riverside car parks (Tamsui) by 2 Jan 09:05,"
                " when the flood gates close. Vehicles: A-1, A-2, A-3 and 2 more"
            ),
        ),
    ],
)
def test_an_owner_who_reads_english_is_notified_in_these_words(reported: str, words: str) -> None:
    assert reported == words


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_its_own_name(month: int) -> None:
    reported = owner_texts.reminder("BKZ-5937", 1, 50, date(2026, month, 9), "1999", "en")
    assert f"due {date(2026, month, 9):%-d %b}." in reported
