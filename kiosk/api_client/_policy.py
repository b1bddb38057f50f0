"""Whether a try is followed by another, and when: decisions without effects."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from kiosk.api_client._exchange import EVENTS, JSON, NO_CONTENT, PROBLEM, NoReply, Outcome, Reply
from kiosk.api_client.errors import Unreached

MOST_TRIES = 4
MOST_ASKED = 3
"""Tries where something answered each time: a visitor learns after two seconds that the registers do not speak."""

ASK_AGAIN = frozenset({429, 502, 503, 504})
GATEWAY = frozenset({502, 503, 504})
"""What proxies answer when they cannot reach the backend; without a problem in it, it is not the backend's own word."""

NETWORK_SIGN_IN = 511
"""The answer of a captive portal in the place of others, until a person has signed in to the network (RFC 6585)."""

_BACK_OFF_FIRST = 0.1
_BACK_OFF_MOST = 2.0
_SECONDS = re.compile(r"[0-9]{1,9}\Z")


def back_off(tries: int, jitter: float, *, first: float = _BACK_OFF_FIRST, most: float = _BACK_OFF_MOST) -> float:
    """Return the seconds to wait after `tries` tries: three times as long each time, with 0 ≤ `jitter` < 1.

    Half of each pause is chance, so that the terminals of an office do not come back all at once.
    """
    full = most if tries > 20 else min(most, first * 3.0 ** max(0, tries - 1))
    return full * (0.5 + jitter / 2)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Return the seconds that a `Retry-After` header asks for: whole seconds or an HTTP date; None if it asks nothing.

    A date in the past, or one that is none, gives nought and None.
    """
    if value is None:
        return None
    value = value.strip()
    if _SECONDS.match(value):
        return float(value)
    # Imported when it is needed: a date here is rare.
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(value)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return max(0.0, (moment - now).total_seconds())
    except (ValueError, OverflowError, IndexError, TypeError):
        return None


def from_backend(outcome: Outcome) -> bool:
    """Return whether this is our backend speaking, be it in anger or without a word; proxies and portals speak HTML."""
    if not isinstance(outcome, Reply):
        return False
    return outcome.status == NO_CONTENT or outcome.media_type in {JSON, PROBLEM, EVENTS}


def unreached(outcome: Outcome) -> Unreached:
    """Return why a try or a probe with this outcome did not find our backend at work."""
    match outcome:
        case NoReply(reason=reason):
            return reason or Unreached.SILENT
        case Reply(status=status) if outcome.media_type == PROBLEM and status >= 500:
            return Unreached.NOT_READY
        case Reply(status=status) if status in GATEWAY:
            return Unreached.GATEWAY
        case Reply(status=status) if 300 <= status < 400 or status == NETWORK_SIGN_IN:
            return Unreached.REDIRECTED
        case _:
            return Unreached.NOT_OURS


def next_try(
    outcome: Outcome, *, replayable: bool, tries: int, remaining: float, now: datetime, jitter: float
) -> float | None:
    """Return the pause in seconds before the next try, or None if there is none.

    What never left may always be tried again. What may have arrived is tried again only if it is `replayable`: asking,
    or doing under an idempotency key. The server's own wish comes before our pause; a wish beyond what the deadline
    leaves ends the call at once, since waiting it out could not help.
    """
    if tries >= MOST_TRIES:
        return None
    pause = back_off(tries, jitter)
    match outcome:
        case Reply(status=status, headers=headers) if status in ASK_AGAIN and replayable and tries < MOST_ASKED:
            pause = max(pause, retry_after(headers.get("retry-after"), now) or 0.0)
        case NoReply(sent=sent) if replayable or not sent:
            pass
        case _:
            return None
    return pause if pause < remaining else None
