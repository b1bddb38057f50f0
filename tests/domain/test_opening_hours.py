"""Opening hours: what files may say, and when somebody answers."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.dates import TAIPEI
from kiosk.domain.opening_hours import DAYS, OpeningHours, OpeningHoursError, Rule, Span

HOURS = "Mo-Fr 08:30-12:00,13:00-17:30; Sa 09:00-12:00"


@pytest.mark.parametrize(
    ("moment", "answered"),
    [
        (datetime(2026, 11, 27, 8, 29, tzinfo=TAIPEI), False),
        (datetime(2026, 11, 27, 8, 30, tzinfo=TAIPEI), True),
        (datetime(2026, 11, 27, 12, 0, tzinfo=TAIPEI), False),
        (datetime(2026, 11, 27, 9, 0, tzinfo=UTC), True),  # 17:00 in Taipei
        (datetime(2026, 11, 28, 11, 59, tzinfo=TAIPEI), True),
        (datetime(2026, 11, 28, 13, 0, tzinfo=TAIPEI), False),
        (datetime(2026, 11, 29, 10, 0, tzinfo=TAIPEI), False),
    ],
)
def test_somebody_answers_within_the_hours_by_the_clock_of_taipei(moment: datetime, answered: bool) -> None:
    assert OpeningHours.parse(HOURS).open_at(moment) is answered


def test_hours_are_written_in_one_way_however_they_were_typed() -> None:
    assert str(OpeningHours.parse(" Mo - Fr  8:30 - 12:00 , 13:00-17:30 ;Sa 9:00-12:00")) == HOURS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "08:30-17:30",
        "Mo-Fr",
        "Mo-Fr 17:30-08:30",
        "Mo-Fr 08:60-17:30",
        "Mo-Fr 08:30-24:01",
        "Fr-Mo 08:30-17:30",
        "Mo-Fr 08:30-17:30; Fr 18:00-19:00",
        "Sa 09:00-12:00; Mo-Fr 08:30-17:30",
        "Mo 08:00-10:00,09:00-11:00",
        "Mo 08:00-09:00,09:00-11:00",
        "Mo 1:00-2:00,3:00-4:00,5:00-6:00",
        "Mo 1:00-2:00;Tu 1:00-2:00;We 1:00-2:00;Th 1:00-2:00",
        "Xx 08:30-17:30",
        "Mo-Fr ０8:30-17:30",
        "Mo-Fr 08:30-17:30 PH off",
    ],
)
def test_what_is_not_understood_is_refused_and_never_guessed(text: str) -> None:
    with pytest.raises(OpeningHoursError):
        OpeningHours.parse(text)


NAMED = st.sampled_from(["Mo", "Mo-Fr", "Sa", "Sa-Su", "Su-Mo", "mo", "Xx"])
SPANS = st.sampled_from(["08:30-17:30", "8:00-24:00", "00:00-24:00", "9:00-12:00,13:00-17:00", "17:30-08:30", "8-17"])
NEARLY = st.builds("{}{}{}".format, NAMED, st.sampled_from([" ", "  ", ""]), SPANS)


def test_any_text_is_hours_that_read_back_the_same_or_a_refusal() -> None:
    seen: Counter[bool] = Counter()

    @given(
        st.text(alphabet="MoTuWeThFrSaSu0123456789:-,; ", max_size=40),
        st.lists(NEARLY, min_size=1, max_size=2),
        st.sampled_from([";", "; ", " ;", ","]),
    )
    def holds(text: str, rules: list[str], between: str) -> None:
        for typed in (text, between.join(rules), rules[0]):
            try:
                hours = OpeningHours.parse(typed)
            except OpeningHoursError:
                seen[False] += 1
                continue
            seen[True] += 1
            assert OpeningHours.parse(str(hours)) == hours

    holds()
    assert min(seen[True], seen[False]) >= 10


@st.composite
def some_hours(draw: st.DrawFn) -> OpeningHours:
    days = sorted(draw(st.sets(st.integers(0, 6), min_size=2, max_size=2)))
    rules = []
    for first, last in ((days[0], days[0]), (days[0] + 1, days[1])):
        minutes = sorted(draw(st.sets(st.integers(0, 1440), min_size=4, max_size=4)))
        rules.append(Rule(first, last, (Span(minutes[0], minutes[1]), Span(minutes[2], minutes[3]))))
    return OpeningHours(tuple(rules))


@given(some_hours(), st.integers(0, 7 * 1440 - 1))
def test_hours_hold_for_the_minutes_that_they_name_and_for_no_other(hours: OpeningHours, minute: int) -> None:
    assert OpeningHours.parse(str(hours)) == hours
    monday = datetime(2026, 11, 23, tzinfo=TAIPEI)
    day, of_day = divmod(minute, 1440)
    inside = any(
        DAYS[day] in DAYS[rule.first : rule.last + 1] and any(of_day in range(*span) for span in rule.spans)
        for rule in hours.rules
    )
    assert hours.open_at(monday + timedelta(minutes=minute)) is inside
