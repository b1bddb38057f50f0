"""Opening hours as people say them."""

from __future__ import annotations

from functools import reduce

from kiosk.domain.opening_hours import OpeningHours, Rule, Span, clock
from kiosk.i18n import Message, say


def said(hours: OpeningHours) -> Message:
    """Return `星期一至星期五 08:30–17:30、星期六 09:00–12:00`, or `Monday to Friday, 08:30–17:30; Saturday, …`."""
    first, *others = map(_rule, hours.rules)
    return reduce(lambda some, rule: say("hours-and-days", some=some, rule=rule), others, first)


def _rule(rule: Rule) -> Message:
    first, *others = map(_span, rule.spans)
    times = reduce(lambda some, span: say("hours-and-times", some=some, span=span), others, first)
    return say("hours-rule", days=_days(rule), times=times)


def _span(span: Span) -> Message:
    return say("hours-span", begins=clock(span.begins), ends=clock(span.ends))


def _days(rule: Rule) -> Message:
    first, last = (say(f"weekday-{day + 1}") for day in (rule.first, rule.last))
    if rule.first == rule.last:
        return first
    return say("hours-days" if rule.last > rule.first + 1 else "hours-two-days", first=first, last=last)
