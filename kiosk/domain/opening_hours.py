"""When an office's line is answered (服務時間), as files have it: `Mo-Fr 08:30-17:30; Sa 09:00-12:00`.

The notation is a part of OpenStreetMap's `opening_hours`: rules of one day or a row of days and one or more spans of
time, the rules apart by semicolons. Holidays are not known here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from kiosk.domain.dates import taipei

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")

MOST_RULES = 3
"""Rules of one office: more of them fit on no page."""
_MOST_SPANS = 2
_LAST_MINUTE = 24 * 60


class OpeningHoursError(ValueError):
    """What is no opening hours; the text says what is expected."""


class Span(NamedTuple):
    """From one minute of the day until another one, which is not in it: `08:30-17:30`."""

    begins: int
    ends: int

    def __str__(self) -> str:
        return f"{clock(self.begins)}-{clock(self.ends)}"


class Rule(NamedTuple):
    """Days, from the first to the last (0 is Monday), and when it is open on each of them."""

    first: int
    last: int
    spans: tuple[Span, ...]

    def __str__(self) -> str:
        days = DAYS[self.first] if self.first == self.last else f"{DAYS[self.first]}-{DAYS[self.last]}"
        return f"{days} {','.join(map(str, self.spans))}"


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Opening hours: they exist only if they can be read, and no day has two rules."""

    rules: tuple[Rule, ...]

    @classmethod
    def parse(cls, text: str) -> OpeningHours:
        """Return the hours that a text says; raise `OpeningHoursError`.

        >>> str(OpeningHours.parse("Mo-Fr 08:30-12:00, 13:00-17:30;Sa 9:00-12:00"))
        'Mo-Fr 08:30-12:00,13:00-17:30; Sa 09:00-12:00'
        """
        rules = tuple(map(_rule, text.split(";")))
        if len(rules) > MOST_RULES:
            raise OpeningHoursError(f"at most {MOST_RULES} rules")
        if any(former.last >= rule.first for former, rule in pairwise(rules)):
            raise OpeningHoursError("each day once, in the order of the week")
        return cls(rules)

    def open_at(self, moment: datetime) -> bool:
        """Say whether it is open at an aware moment, by the clock of Taipei."""
        here = taipei(moment)
        day, minute = here.weekday(), here.hour * 60 + here.minute
        return any(
            rule.first <= day <= rule.last and any(span.begins <= minute < span.ends for span in rule.spans)
            for rule in self.rules
        )

    def __str__(self) -> str:
        return "; ".join(map(str, self.rules))


_RULE = re.compile(r"([A-Z][a-z])(?:\s*-\s*([A-Z][a-z]))?\s+(\S.*)")
_SPAN = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*-\s*([0-9]{1,2}):([0-9]{2})", re.ASCII)


def _rule(text: str) -> Rule:
    found = _RULE.fullmatch(text.strip())
    if found is None:
        raise OpeningHoursError("days and times such as Mo-Fr 08:30-17:30; Sa 09:00-12:00")
    first, last = _day(found[1]), _day(found[2] or found[1])
    if last < first:
        raise OpeningHoursError("days in the order of the week, which begins with Mo")
    spans = tuple(map(_span, found[3].split(",")))
    if len(spans) > _MOST_SPANS:
        raise OpeningHoursError(f"at most {_MOST_SPANS} spans of time a day")
    if any(former.ends >= span.begins for former, span in pairwise(spans)):
        raise OpeningHoursError("a span of time begins after the one before it has ended")
    return Rule(first, last, spans)


def _day(name: str) -> int:
    if name not in DAYS:
        raise OpeningHoursError(f"days are {', '.join(DAYS)}")
    return DAYS.index(name)


def _span(text: str) -> Span:
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        raise OpeningHoursError("a span of time such as 08:30-17:30")
    begins, ends = (int(found[hour]) * 60 + int(found[hour + 1]) for hour in (1, 3))
    if int(found[2]) > 59 or int(found[4]) > 59 or not begins < ends <= _LAST_MINUTE:
        raise OpeningHoursError("a span of time from 00:00 to 24:00, its end after its beginning")
    return Span(begins, ends)


def clock(minute: int) -> str:
    """Return a minute of the day as clocks show it: `08:30`."""
    return f"{minute // 60:02}:{minute % 60:02}"
