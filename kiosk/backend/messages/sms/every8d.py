"""EVERY8D (互動資通): its HTTP interface 2.1, as documented; replies are one line of values, or a table with tabs.

It knows no key for a message, so that one that it was asked twice may arrive twice; that is better than never. It is
asked what became of a message: what it would tell of its own accord is not documented without contradiction.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping

from kiosk.backend.messages.port import GatewayError, OutgoingText, TextReceipt, Trouble
from kiosk.backend.messages.sms.form_post import READ_TIMEOUT, FormPost
from kiosk.clock import Clock

NAME = "every8d"

_LONGEST_ID = 64
_DELIVERED = "100"
_OPEN = frozenset({"0", "300"})
"""With the carrier; booked."""
_TROUBLES = {
    "-1": Trouble.REFUSED,
    "-2": Trouble.ACCOUNT,
    "-3": Trouble.REFUSED,
    "-4": Trouble.REFUSED,
    "-5": Trouble.REFUSED,
    "-6": Trouble.REFUSED,
    "-99": Trouble.DOWN,
}
"""Parameters, account, number, too late, too long, time; and an error on their side."""


class Every8d:
    """`TextGateway` for an account with EVERY8D."""

    name = NAME
    heeds_ids = False

    def __init__(
        self, base_url: str, user: str, password: str, *, clock: Clock, read_timeout: float = READ_TIMEOUT
    ) -> None:
        self._post = FormPost(base_url, clock=clock, read_timeout=read_timeout)
        self._account = {"UID": user, "PWD": password}

    def send(self, text: OutgoingText) -> str:
        minutes = max(1, text.seconds // 60)
        reply = self._post.ask(
            "sendSMS.ashx",
            {
                **self._account,
                "SB": "",
                "MSG": text.body,
                "DEST": text.mobile,
                "ST": "",
                "RETRYTIME": str(minutes),
            },
        )
        values = _values(reply)
        if len(values) < 5 or not _is_number(values[3]):
            raise GatewayError(Trouble.UNSURE, "not understood")
        if float(values[3]) > 0:
            raise GatewayError(Trouble.ACCOUNT, "no credit")
        id = values[4].strip()
        if not (0 < len(id) <= _LONGEST_ID and id.isascii() and id.isprintable()):
            raise GatewayError(Trouble.UNSURE, "no BATCH_ID")
        return id

    def credit(self) -> float:
        values = _values(self._post.ask("getCredit.ashx", self._account))
        return float(values[0])

    def receipt(self, gateway_id: str) -> TextReceipt | None:
        reply = self._post.ask("getDeliveryStatus.ashx", {**self._account, "BID": gateway_id, "PNO": "1"})
        _values(reply.partition("\n")[0])
        # Below the count, a line a message; our batches have one message each.
        rows = [row for row in csv.reader(reply.splitlines()[1:], delimiter="\t") if len(row) >= 5]
        code = rows[0][4].strip() if rows else "0"
        return None if code in _OPEN else TextReceipt(delivered=code == _DELIVERED, code=code[:8])

    def read_receipt(self, parameters: Mapping[str, str]) -> tuple[str, TextReceipt | None] | None:
        return None

    def close(self) -> None:
        """Close the connections that are open."""
        self._post.close()


def _values(reply: str) -> list[str]:
    """Return the values of a line; raise `GatewayError` for an error's line and for what is none."""
    values = next(csv.reader(reply.strip().splitlines()), [])
    if not values or not _is_number(values[0]):
        raise GatewayError(Trouble.UNSURE, "not understood")
    if values[0].startswith("-"):
        # An undocumented answer needs an administrator, and the other gateway meanwhile.
        raise GatewayError(_TROUBLES.get(values[0], Trouble.ACCOUNT), values[0][:8])
    return values


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", text) is not None
