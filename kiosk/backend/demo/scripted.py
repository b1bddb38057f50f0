"""An outside that does as a situation wants it: a provider, a text message company, chance and the time."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from kiosk.backend.gateways.platform.simulator import CANNOT_TELL
from kiosk.backend.gateways.port import (
    Order,
    OrderStatus,
    ProviderMessage,
    ProviderMessageError,
    ProviderUnavailableError,
    Push,
    Refund,
)
from kiosk.backend.ground.drawn import ORDER_LETTERS
from kiosk.backend.messages.port import GatewayError, OutgoingText, TextReceipt, Trouble
from kiosk.domain.read_aloud import ALPHABET

T = TypeVar("T")

_CODE = re.compile(r"(?<![0-9])([0-9]{5}|[0-9]{8})(?![0-9])")


class SeededChance:
    """`Chance` that draws the same from the same seed."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)  # noqa: S311 - the same again is the point, only in the demo
        self._first: list[str] = []

    def token_hex(self, nbytes: int, /) -> str:
        return self._random.randbytes(nbytes).hex()

    def randbelow(self, end: int, /) -> int:
        return self._random.randrange(end)

    def choice(self, among: Sequence[T], /) -> T:
        if self._first and (letter := self._first.pop(0)) in among:
            return among[among.index(letter)]
        return self._random.choice(among)

    def next_order_is_unknown(self) -> None:
        """Let the next order have a number about which the simulated platform cannot tell anything."""
        drawn = [self._random.choice(ALPHABET) for _ in range(ORDER_LETTERS - len(CANNOT_TELL))]
        self._first = [*drawn, *CANNOT_TELL]


class StoryClock:
    """A clock that goes where a situation is: some time before the present one."""

    def __init__(self, now: datetime) -> None:
        self.present = now
        self._now = now

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._now.timestamp()

    def ago(self, ago: timedelta) -> datetime:
        """Go to a moment so long before the present; return it."""
        self._now = self.present - ago
        return self._now

    def passes(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)


@dataclass
class ScriptedProvider:
    """`Gateway` that answers as its script says."""

    answer: OrderStatus | None = None
    """To orders and inquiries; None: it gives no answer."""
    redirects: bool = False
    takes_itself: bool = False

    def begin(self, order: Order) -> Push:
        return Push(self._answered())

    def confirm(self, order: Order, reference: str) -> OrderStatus:
        return self._answered()

    def inquire(self, number: str, reference: str | None = None) -> OrderStatus:
        return self._answered()

    def refund(self, refund: Refund) -> str:
        return f"SR{refund.id[:16].upper()}"

    def read_message(self, provider: str, headers: Mapping[str, str], body: bytes, now: datetime) -> ProviderMessage:
        raise ProviderMessageError("none comes in this way")

    def _answered(self) -> OrderStatus:
        if self.answer is None:
            raise ProviderUnavailableError("ReadTimeoutError")
        return self.answer


@dataclass
class ScriptedTexts:
    """`TextGateway` that sends nothing and fails as its script says."""

    name: str
    trouble: Trouble | None = None
    receipt_code: str = ""
    """What it says became of a message that was not delivered; empty: it was."""
    code: str = field(default="", repr=False)
    """The code in the last message."""
    heeds_ids: bool = True

    def send(self, text: OutgoingText) -> str:
        if self.trouble is not None:
            raise GatewayError(self.trouble, "13")
        found = _CODE.search(text.body)
        self.code = found[1] if found else ""
        return text.id

    def credit(self) -> float:
        return float("inf")

    def receipt(self, gateway_id: str) -> TextReceipt | None:
        return TextReceipt(delivered=not self.receipt_code, code=self.receipt_code or "delivered")

    def read_receipt(self, parameters: Mapping[str, str]) -> tuple[str, TextReceipt | None] | None:
        return None
