"""What a scanner read from a visitor's paper or phone: the number of a ticket or a notice, in whatever it stands."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from kiosk.domain.ticket import NOTICE_NUMBER, TICKET_NUMBER

_HOSTS = {"parkingfee.pma.gov.taipei", "pay.taipei"}
"""Where the code on a ticket leads: the first one, which leads on to the second."""

_LONGEST = 1024


def bill_number(text: str) -> str | None:
    """Return the number of a ticket or a notice that a scanner read, None if it read something else.

    Numbers stand by themselves (in a bar code, perhaps between its asterisks), are padded with a nought to the sixteen
    characters of a store's second bar code, or are part of the official link, `…/qr?tno=NUMBER` or `…/qr/2/NUMBER/…`.
    A keyboard whose capitals are locked has its scanner type small letters: case does not matter.
    """
    text = text.strip().strip("*").upper()
    if len(text) > _LONGEST:
        return None
    return _number(text) or next(filter(None, map(_number, _parts(text))), None)


def _number(text: str) -> str | None:
    for candidate in (text, text[1:] if text.startswith("0") else "", text[:-1] if text.endswith("0") else ""):
        if len(candidate) >= len(text) - (len(text) == _PADDED) and (
            TICKET_NUMBER.match(candidate) or NOTICE_NUMBER.match(candidate)
        ):
            return candidate
    return None


_PADDED = 16


def _parts(text: str) -> list[str]:
    """Return the parts of an official link in which a number may stand."""
    try:
        link = urlsplit(text)
        host = (link.hostname or "").removeprefix("www.")
    except ValueError:
        return []
    if host not in _HOSTS or not re.match("https?$", link.scheme):
        return []
    return [*parse_qs(link.query).get("TNO", []), *link.path.split("/")]
