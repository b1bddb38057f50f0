"""TWQRP, the payload of Taiwan's common payment QR code: bills (交易型態 03, 繳費) and transfers (02, 轉帳).

    TWQRP://<payee>/158/<purpose>/V1?D1=15000&D7=9112430446&…

Field numbers, lengths and the two decimals of the amount are those of the FISC specification as banks quote it. Values
stand as they are, in UTF-8, but for `+`, which phones turn into a blank unless it is `%2B`. What could begin another
field (`& = ? # %`, in a payee `/`, and control characters) is refused and never escaped: readers differ in how often
they unescape.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from kiosk.domain.money import Money
from kiosk.domain.twqrp_fields import TwqrpError, cents, day, digits, dollars, hold, moment, number, text, unquoted

Value = TypeVar("Value")

SCHEME = "TWQRP://"
_TAIWAN, _VERSION, _TWD = "158", "V1", "901"
_BILL, _TRANSFER = "03", "02"
_HOST_OF_TRANSFERS = "NTTransfer"
_LONGEST = 1024


@dataclass(frozen=True, slots=True)
class Acquirer:
    """Who collects a bill (D11, 收單行資訊): 34 digits or capitals behind the kind of tool."""

    bank: str
    """Three digits."""
    merchant: str
    """Fifteen digits or capitals (特店代號)."""
    terminal: str
    """Eight digits or capitals (端末代號)."""
    fee: str
    """Eight digits or capitals (費用代號)."""
    tool: str = "00"
    """What it is paid with (支付工具型態); "00" is the usual one."""

    def __post_init__(self) -> None:
        for name, value, length in (
            ("merchant", self.merchant, 15),
            ("terminal", self.terminal, 8),
            ("fee", self.fee, 8),
        ):
            hold(re.fullmatch(rf"[0-9A-Z]{{{length}}}", value), f"D11: the {name} is not {length} digits or capitals")
        hold(re.fullmatch(r"[0-9]{3}", self.bank), "D11: the bank is not three digits")
        hold(re.fullmatch(r"[0-9]{2}", self.tool), "D11: the kind of tool is not two digits")

    def __str__(self) -> str:
        return f"{self.tool},{self.bank}{self.merchant}{self.terminal}{self.fee}"

    @classmethod
    def parse(cls, text: str) -> Acquirer:
        """Return the acquirer of a D11; raise `TwqrpError`."""
        found = re.fullmatch(r"(?P<tool>[^,]*),(?P<bank>.{3})(?P<merchant>.{15})(?P<terminal>.{8})(?P<fee>.{8})", text)
        if found is None:
            raise TwqrpError("D11: not a kind of tool, a comma and 34 characters")
        return cls(**found.groupdict())


@dataclass(frozen=True, slots=True)
class BillPayload:
    """A bill to be paid (繳費)."""

    payee: str
    amount: Money
    acquirer: Acquirer
    secure_code: str
    """Twelve characters from the acquirer (D3, 安全碼)."""
    number: str | None = None
    """The bill's own number (D7, 銷帳編號), one to sixteen digits or capitals; None where it travels encrypted."""
    pay_by: date | None = None
    about: str | None = None
    """What it is for (D8), at most fifty characters."""
    valid_until: datetime | None = None
    """The last second in which the code holds (D12), aware; it travels in Taiwan time. Banks compare the day."""
    fee_information: str | None = None
    fee_cents: int | None = None
    """What the payer pays on top (D15), in hundredths of a dollar."""
    fee_name: str | None = None
    encrypted: tuple[tuple[str, str], ...] = ()
    """Fields that only the acquirer can read (E7 for D7), in their order."""

    def __post_init__(self) -> None:
        text("payee", self.payee, 60)
        hold("/" not in self.payee, "payee: a character that could begin another field")
        hold(self.amount.dollars >= 1, "D1: below one dollar")
        hold(re.fullmatch(r"[0-9A-Za-z+/]{12}", self.secure_code), "D3: not twelve letters, digits, + or /")
        hold(
            self.number is None or re.fullmatch(r"[0-9A-Za-z]{1,16}", self.number),
            "D7: not one to sixteen letters or digits",
        )
        for key, value, most in (("D8", self.about, 50), ("D14", self.fee_information, 50), ("D16", self.fee_name, 30)):
            hold(value is None or text(key, value, most), key)
        hold(self.fee_cents is None or 0 <= self.fee_cents < 10**6, "D15: not one to six digits")
        for key, value in self.encrypted:
            hold(re.fullmatch(r"E(?:[1-9]|1[0-6])", key), "an encrypted field without a number from 1 to 16")
            hold(re.fullmatch(r"[0-9A-Za-z+/]{1,256}={0,2}", value), f"{key}: not base 64")

    def __str__(self) -> str:
        """Return the payload."""
        fields = {
            "D1": cents(self.amount),
            "D3": self.secure_code,
            "D4": None if self.pay_by is None else self.pay_by.isoformat().replace("-", ""),
            "D7": self.number,
            "D8": self.about,
            "D10": _TWD,
            "D11": str(self.acquirer),
            **dict(self.encrypted),
            "D12": None if self.valid_until is None else digits(self.valid_until),
            "D14": self.fee_information,
            "D15": None if self.fee_cents is None else f"{self.fee_cents:03}",
            "D16": self.fee_name,
        }
        return _written(self.payee, _BILL, fields)


@dataclass(frozen=True, slots=True)
class TransferPayload:
    """A transfer to an account (轉帳)."""

    bank: str
    """Three digits."""
    account: str
    """One to sixteen digits; zeros in front do not count."""
    amount: Money | None = None
    """None lets the payer say how much."""
    memo: str | None = None
    """At most nineteen characters (D9): libraries take one less than the specification."""

    def __post_init__(self) -> None:
        hold(re.fullmatch(r"[0-9]{3}", self.bank), "D5: the bank is not three digits")
        hold(re.fullmatch(r"[0-9]{1,16}", self.account), "D6: the account is not one to sixteen digits")
        hold(self.account.strip("0"), "D6: the account is nothing but zeros")
        hold(self.amount is None or self.amount.dollars >= 1, "D1: below one dollar")
        hold(self.memo is None or text("D9", self.memo, 19), "D9")

    def __str__(self) -> str:
        """Return the payload."""
        fields = {
            "D1": None if self.amount is None else cents(self.amount),
            "D5": self.bank,
            "D6": self.account.rjust(16, "0"),
            "D9": self.memo,
            "D10": _TWD,
        }
        return _written(self.bank + _HOST_OF_TRANSFERS, _TRANSFER, fields)


def parse(text: str) -> BillPayload | TransferPayload:
    """Return what a payload says; raise `TwqrpError` for anything that is not specified, or stands there twice.

    A payload that is percent-encoded as a whole, as in a link, is taken as well.
    """
    hold(len(text) <= _LONGEST, "longer than any code")
    if text.upper().startswith("TWQRP%3A%2F%2F"):
        text = unquoted("the payload", text)
    hold(text.startswith(SCHEME), "it does not begin with TWQRP://")
    head, question, query = text.removeprefix(SCHEME).partition("?")
    parts = head.split("/")
    hold(question and len(parts) == 4, "not a payee, a country, a purpose and a version before the fields")
    host, country, purpose, version = parts
    hold(country == _TAIWAN, "the country is not 158")
    hold(version == _VERSION, "the version is not V1")
    fields = _fields(query)
    match purpose:
        case "03":
            return _bill(unquoted("payee", host), fields)
        case "02":
            return _transfer(host, fields)
        case _:
            raise TwqrpError("the purpose is neither a bill (03) nor a transfer (02)")


def _fields(query: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in query.split("&"):
        key, equals, value = part.partition("=")
        hold(re.fullmatch(r"[DE](?:[1-9]|1[0-6])", key), "a field that is not D1 to D16 or E1 to E16")
        hold(key not in found, f"{key}: twice")
        hold(equals and value, f"{key}: empty")
        hold(key.startswith("E") or "=" not in value, f"{key}: a second =")
        found[key] = unquoted(key, value)
    hold(found.pop("D10", _TWD) == _TWD, "D10: not 901, New Taiwan dollars")
    return found


def _bill(payee: str, fields: dict[str, str]) -> BillPayload:
    take = fields.pop
    encrypted = tuple((key, take(key)) for key in [key for key in fields if key.startswith("E")])
    hold("E7" not in dict(encrypted) or "D7" not in fields, "D7: in clear and encrypted")
    bill = BillPayload(
        payee=payee,
        amount=dollars(_needed(fields, "D1")),
        secure_code=_needed(fields, "D3"),
        acquirer=Acquirer.parse(_needed(fields, "D11")),
        number=take("D7", None),
        pay_by=_parsed(fields, "D4", lambda value: day("D4", value)),
        about=take("D8", None),
        valid_until=_parsed(fields, "D12", moment),
        fee_information=take("D14", None),
        fee_cents=_parsed(fields, "D15", lambda value: number("D15", value, 6)),
        fee_name=take("D16", None),
        encrypted=encrypted,
    )
    _none_left(fields)
    return bill


def _transfer(host: str, fields: dict[str, str]) -> TransferPayload:
    bank = _needed(fields, "D5")
    named = re.fullmatch(rf"([0-9]{{3}}){_HOST_OF_TRANSFERS}", host)
    hold(named is None or named[1] == bank, "D5: another bank than the payload is for")
    transfer = TransferPayload(
        bank=bank,
        account=_needed(fields, "D6"),
        amount=_parsed(fields, "D1", dollars),
        memo=fields.pop("D9", None),
    )
    _none_left(fields)
    return transfer


def _needed(fields: dict[str, str], key: str) -> str:
    hold(key in fields, f"{key}: missing")
    return fields.pop(key)


def _parsed(fields: dict[str, str], key: str, how: Callable[[str], Value]) -> Value | None:
    value = fields.pop(key, None)
    return None if value is None else how(value)


def _none_left(fields: Mapping[str, str]) -> None:
    hold(not fields, f"{next(iter(fields), '')}: not a field of this purpose")


def _written(payee: str, purpose: str, fields: Mapping[str, str | None]) -> str:
    query = "&".join(f"{key}={value.replace('+', '%2B')}" for key, value in fields.items() if value is not None)
    return f"{SCHEME}{payee}/{_TAIWAN}/{purpose}/{_VERSION}?{query}"
