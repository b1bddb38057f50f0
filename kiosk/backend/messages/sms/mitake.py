"""Mitake (三竹簡訊): its HTTP interface, as documented; replies are lines of an INI file.

A message carries our id as `clientid`: within twelve hours Mitake answers a second time what it answered the first,
and sends nothing. The code of a reply says who has to do something about it.
"""

from __future__ import annotations

import configparser
from collections.abc import Mapping

from kiosk.backend.messages.port import GatewayError, OutgoingText, TextReceipt, Trouble
from kiosk.backend.messages.sms.form_post import READ_TIMEOUT, FormPost
from kiosk.clock import Clock

NAME = "mitake"

_LINE_BREAK = "\x06"
"""How a line break is written in a message."""
_LONGEST_ID = 64

_ON_ITS_WAY = frozenset("0123")
_DELIVERED = "4"
_UNDELIVERABLE = frozenset("56789")
"""The text, the number, stopped, not in time, called off."""
_TROUBLES = {
    **dict.fromkeys("*abr", Trouble.DOWN),
    # User, password, account, address, credit.
    **dict.fromkeys("cdefhkmnps", Trouble.ACCOUNT),
    **dict.fromkeys("5678tuv", Trouble.REFUSED),
}


class Mitake:
    """`TextGateway` for an account with Mitake; it reports delivery to `receipt_url`."""

    name = NAME
    heeds_ids = True

    def __init__(
        self,
        base_url: str,
        user: str,
        password: str,
        *,
        receipt_url: str,
        clock: Clock,
        read_timeout: float = READ_TIMEOUT,
    ) -> None:
        self._post = FormPost(base_url, clock=clock, read_timeout=read_timeout)
        self._account = {"username": user, "password": password}
        self._receipt_url = receipt_url

    def send(self, text: OutgoingText) -> str:
        reply = self._ask(
            "SmSend?CharsetURL=UTF8",
            {
                "dstaddr": text.mobile,
                "smbody": text.body.replace("\n", _LINE_BREAK),
                "vldtime": str(text.seconds),
                "clientid": text.id,
                "response": self._receipt_url,
            },
        )
        code, id = reply.get("statuscode", ""), reply.get("msgid", "")
        if code not in _ON_ITS_WAY | {_DELIVERED}:
            raise _error(code)
        if not _can_be_id(id):
            raise GatewayError(Trouble.UNSURE, "no msgid")
        return id

    def credit(self) -> float:
        reply = self._ask("SmQuery", {})
        try:
            return float(reply["accountpoint"])
        except (KeyError, ValueError):
            raise _error(reply.get("statuscode", "")) from None

    def receipt(self, gateway_id: str) -> TextReceipt | None:
        text = self._post.ask("SmQuery", {**self._account, "msgid": gateway_id})
        for line in text.splitlines():
            fields = line.split("\t")
            if len(fields) >= 2 and fields[0] == gateway_id:
                return _receipt(fields[1])
        raise _error(_read(text).get("statuscode", ""))

    def read_receipt(self, parameters: Mapping[str, str]) -> tuple[str, TextReceipt | None] | None:
        id, code = parameters.get("msgid", ""), parameters.get("statuscode", "")
        return (id, _receipt(code)) if _can_be_id(id) and len(code) == 1 else None

    def close(self) -> None:
        """Close the connections that are open."""
        self._post.close()

    def _ask(self, path: str, fields: Mapping[str, str]) -> dict[str, str]:
        return _read(self._post.ask(path, {**self._account, **fields}))


def _read(text: str) -> dict[str, str]:
    """Return the values of a reply, whatever part of it they stand in; raise `GatewayError`."""
    # An error of the whole account stands above the first part.
    parser = configparser.RawConfigParser(delimiters=("=",), strict=False)
    try:
        parser.read_string("[reply]\n" + text)
    except configparser.Error:
        raise GatewayError(Trouble.UNSURE, "not understood") from None
    return {name: value for part in parser.sections() for name, value in parser[part].items()}


def _receipt(code: str) -> TextReceipt | None:
    if code == _DELIVERED:
        return TextReceipt(delivered=True, code=code)
    return TextReceipt(delivered=False, code=code) if code in _UNDELIVERABLE else None


def _error(code: str) -> GatewayError:
    return GatewayError(_TROUBLES.get(code, Trouble.UNSURE), code[:8] or "no statuscode")


def _can_be_id(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_ID and text.isascii() and text.isprintable()
