"""What a text in the one box may be, recognised by its shape: exactly, and never a part of something."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kiosk.contract.desk.search import KeyKind
from kiosk.domain.mobile import Mobile, MobileError
from kiosk.domain.plate import Plate, PlateError
from kiosk.domain.read_aloud import ALPHABET, read
from kiosk.domain.scanned import bill_number
from kiosk.domain.support_code import read_code
from kiosk.domain.ticket import NOTICE_NUMBER

_DAY = "[0-9]{6}"
_ORDER = re.compile(rf"{_DAY}[{ALPHABET}]{{6}}\Z")
_RECEIPT = re.compile(rf"R{_DAY}[{ALPHABET}]{{6}}\Z")
_CLAIM = re.compile(rf"C{_DAY}[{ALPHABET}]{{5}}\Z")
_CASE = re.compile(rf"D{_DAY}[{ALPHABET}]{{4}}\Z")
_CITY_BILL = re.compile(r"(?=(?:[^0-9]*[0-9]){6})[0-9A-Z]{6,32}\Z")
"""Cities write letters and digits, most of them digits: neither a plate nor a name is taken for a bill."""
_TRANSACTION = re.compile(r"[!-~]{6,64}\Z")


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that a text may be, as it is kept."""

    kind: KeyKind
    value: str


def keys_of(text: str) -> tuple[Key, ...]:
    """Return everything that a text may be, in the order of `KeyKind`; nothing for names, addresses and parts."""
    text = text.strip()
    found = [Key(kind, value) for kind, value in _shapes(text) if value is not None]
    return tuple(sorted(found, key=lambda key: list(KeyKind).index(key.kind)))


def _shapes(text: str) -> list[tuple[KeyKind, str | None]]:
    heard = read(text).replace("-", "")
    bill = bill_number(text)
    notice = bill if bill is not None and NOTICE_NUMBER.match(bill) else None
    return [
        (KeyKind.PLATE, _plate(text)),
        (KeyKind.TICKET, _ticket(text, bill) if notice is None else None),
        (KeyKind.NOTICE, notice),
        (KeyKind.ORDER, heard if _ORDER.match(heard) else None),
        (KeyKind.RECEIPT, heard if _RECEIPT.match(heard) else None),
        # As the provider wrote it: capitals count.
        (KeyKind.TRANSACTION, text if _TRANSACTION.match(text) else None),
        (KeyKind.SUPPORT_CODE, read_code(text) if len(text) <= 2 * len("S-7ZK3M0W") else None),
        (KeyKind.CLAIM, heard if _CLAIM.match(heard) else None),
        (KeyKind.CASE, heard if _CASE.match(heard) else None),
        (KeyKind.MOBILE, _mobile(text)),
    ]


def _ticket(text: str, bill: str | None) -> str | None:
    """Return the number of a ticket of ours, or what may be that of another city's bill."""
    if bill is not None or not text.isascii() or _mobile(text) is not None:
        return bill
    return text.upper() if _CITY_BILL.match(text.upper()) else None


def _plate(text: str) -> str | None:
    try:
        return str(Plate.parse(text))
    except PlateError:
        return None


def _mobile(text: str) -> str | None:
    try:
        return Mobile.parse(text).digits
    except MobileError:
        return None
