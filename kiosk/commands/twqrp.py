"""`kiosk qr --twqrp`: payloads of the common payment QR code, made from fields or read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from kiosk.commands.exits import Exit
from kiosk.commands.output import print_json, print_line
from kiosk.commands.qr import qr
from kiosk.domain.dates import TAIPEI
from kiosk.domain.money import Money
from kiosk.domain.twqrp import Acquirer, BillPayload, TransferPayload, parse
from kiosk.domain.twqrp_fields import TwqrpError

_Payload = BillPayload | TransferPayload


def twqrp(kind: str, words: Sequence[str], *, as_json: bool) -> int:
    """Print the code of a `bill` or `transfer`, or with `as_json` the payload; for `read`, what one says.

    Return the exit code.
    """
    try:
        if kind == "read":
            _say(_one(words), as_json=as_json)
            return Exit.DONE
        payload = _made(BillPayload if kind == "bill" else TransferPayload, words)
    except TwqrpError as error:
        sys.stderr.write(f"This is no payload for a bill or a transfer. {error}.\n")
        return Exit.FAILED
    except _FieldError as error:
        sys.stderr.write(f"{error}\n")
        return Exit.USAGE
    if as_json:
        print_json({"schema": "kiosk.twqrp/1", "payload": str(payload)})
        return Exit.DONE
    return qr(str(payload))


class _FieldError(ValueError):
    """A field on the command line that cannot be understood; the message is for the person who typed it."""


def _one(words: Sequence[str]) -> _Payload:
    if len(words) != 1:
        raise _FieldError("Give one payload, in quotes: a shell takes & for something else.")
    return parse(words[0])


def _made(what: type[_Payload], words: Sequence[str]) -> _Payload:
    names = [name for name in _names(what) if name != "encrypted"]
    values: dict[str, Any] = {}
    for word in words:
        name, equals, text = word.partition("=")
        if name not in names or not equals or name in values:
            raise _FieldError(f"Give each field once, as FIELD=VALUE, of these: {', '.join(names)}.")
        try:
            values[name] = _READ.get(name, str)(text)
        except TwqrpError:
            raise
        except ValueError:
            raise _FieldError(f"{name} is to be {_FORMS.get(name, 'a text')}.") from None
    missing = [name for name in _NEEDED[what] if name not in values]
    if missing:
        raise _FieldError(f"Missing: {', '.join(missing)}.")
    return what(**{name.replace("-", "_"): value for name, value in values.items()})


def _say(payload: _Payload, *, as_json: bool) -> None:
    said = {name: _shown(getattr(payload, name.replace("-", "_"))) for name in _names(type(payload))}
    said = {name: value for name, value in said.items() if value}
    kind = "bill" if isinstance(payload, BillPayload) else "transfer"
    if as_json:
        print_json({"schema": "kiosk.twqrp/1", "kind": kind, **said})
        return
    width = max(map(len, said))
    for name, value in said.items():
        print_line(name.ljust(width), value)


def _names(what: type[_Payload]) -> list[str]:
    return [field.name.replace("_", "-") for field in fields(what)]


def _shown(value: object) -> str:
    match value:
        case None:
            return ""
        case Money():
            return str(value.dollars)
        case datetime():
            return value.isoformat()
        case tuple():
            return ", ".join(key for key, _ in value)
        case _:
            return str(value)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=TAIPEI)


_READ: Mapping[str, Callable[[str], object]] = {
    "amount": lambda text: Money(int(text)),
    "acquirer": Acquirer.parse,
    "pay-by": date.fromisoformat,
    "valid-until": _moment,
    "fee-cents": int,
}
_FORMS = {
    "amount": "a whole number of dollars",
    "pay-by": "a day such as 2026-12-31",
    "valid-until": "a moment such as 2026-12-31T23:59:59",
    "fee-cents": "a whole number of hundredths of a dollar",
}
_NEEDED: Mapping[type[_Payload], Sequence[str]] = {
    BillPayload: ("payee", "amount", "acquirer", "secure-code"),
    TransferPayload: ("bank", "account"),
}
