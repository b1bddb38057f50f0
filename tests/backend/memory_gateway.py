"""A gateway without a network: takes messages, keeps them, and fails as it is set to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.backend.messages.port import GatewayError, OutgoingText, TextReceipt, Trouble

_CODE = re.compile(r"(?:驗證碼為|: )([0-9]+)(?: is your|，)")


@dataclass
class MemoryGateway:
    """`TextGateway` for tests; `sent` is what it took, in order."""

    name: str = "memory"
    trouble: Trouble | None = None
    """How everything fails from now on; None: it works."""
    sent: list[OutgoingText] = field(default_factory=list)
    asked: int = 0
    """How often it was called, in vain or not."""
    receipts: dict[str, TextReceipt] = field(default_factory=dict)
    holds: float = 100.0
    """Messages that its account pays for."""
    heeds_ids: bool = True

    def send(self, text: OutgoingText) -> str:
        self._answer()
        if self.holds < 1:
            raise GatewayError(Trouble.ACCOUNT, "no credit")
        self.sent.append(text)
        return f"{self.name}-{len(self.sent)}"

    def credit(self) -> float:
        self._answer()
        return self.holds

    def receipt(self, gateway_id: str) -> TextReceipt | None:
        self._answer()
        return self.receipts.get(gateway_id)

    def read_receipt(self, parameters: Mapping[str, str]) -> tuple[str, TextReceipt | None] | None:
        if "id" not in parameters:
            return None
        return parameters["id"], TextReceipt(parameters.get("code") == "4", parameters.get("code", ""))

    def last_code(self, mobile: str) -> str:
        """Return the code in the newest message to a number that holds one."""
        codes = [_CODE.search(text.body) for text in self.sent if text.mobile == mobile]
        return next(found[1] for found in reversed(codes) if found is not None)

    def _answer(self) -> None:
        self.asked += 1
        if self.trouble is not None:
            raise GatewayError(self.trouble, "test")
