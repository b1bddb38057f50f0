"""The demo's gateway: messages arrive on the phone at the screen's edge, and cost nothing."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.backend.messages import demo_phone
from kiosk.backend.messages.port import OutgoingText, TextReceipt
from kiosk.backend.store.database import Database
from kiosk.clock import Clock

NAME = "demo-phone"


class DemoPhone:
    """`TextGateway` without a company behind it."""

    name = NAME
    heeds_ids = True

    def __init__(self, database: Database, clock: Clock, seal_key: bytes) -> None:
        self._database = database
        self._clock = clock
        self._seal_key = seal_key

    def send(self, text: OutgoingText) -> str:
        demo_phone.keep(self._database, self._clock, self._seal_key, text)
        return text.id

    def credit(self) -> float:
        return float("inf")

    def receipt(self, gateway_id: str) -> TextReceipt | None:
        return TextReceipt(delivered=True, code="shown")

    def read_receipt(self, parameters: Mapping[str, str]) -> tuple[str, TextReceipt | None] | None:
        return None
