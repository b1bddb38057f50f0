"""What text messages need from the companies that send them, as a protocol."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Trouble(StrEnum):
    """Why a gateway did not take a message."""

    DOWN = "down"
    """It cannot be reached, or says so itself: later, or the other one."""
    UNSURE = "unsure"
    """It was asked and the outcome is unknown."""
    ACCOUNT = "account"
    """It does not serve us: password, credit, address. An operator has to see to it."""
    REFUSED = "refused"
    """It will never take this message: the number or the text is wrong."""


class GatewayError(Exception):
    """A message that a gateway did not take; `code` is the gateway's own, the text holds nothing of the message."""

    def __init__(self, trouble: Trouble, code: str) -> None:
        super().__init__(f"{trouble.value} ({code})")
        self.trouble = trouble
        self.code = code


@dataclass(frozen=True, slots=True)
class OutgoingText:
    """A message as a gateway is to send it."""

    id: str
    """The same however often it is tried: what makes asking twice harmless where a gateway heeds it."""
    mobile: str = field(repr=False)
    body: str = field(repr=False)
    seconds: int
    """How long the gateway may try to deliver it."""
    terminal_id: str | None
    """The terminal that asked for it."""


@dataclass(frozen=True, slots=True)
class TextReceipt:
    """What became of a message, as the gateway says."""

    delivered: bool
    code: str
    """The gateway's own word for it."""


class TextGateway(Protocol):
    """A company that sends text messages. Calls block, for at most ten seconds; no transaction may be open."""

    @property
    def name(self) -> str:
        """At most twelve lower-case characters; stands in the database and in figures."""
        ...

    @property
    def heeds_ids(self) -> bool:
        """Whether it recognises a message that it is asked again (de-duplication), and sends it once."""
        ...

    def send(self, text: OutgoingText) -> str:
        """Hand a message over; return the gateway's id of it; raise `GatewayError`."""
        ...

    def credit(self) -> float:
        """Return what the account still holds, in messages; raise `GatewayError`, as `send` would."""
        ...

    def receipt(self, gateway_id: str) -> TextReceipt | None:
        """Return what became of a message, None while that is open; raise `GatewayError`."""
        ...

    def read_receipt(self, parameters: Mapping[str, str]) -> tuple[str, TextReceipt | None] | None:
        """Return a delivery receipt that the gateway pushed, with its id of the message; None if it is no receipt."""
        ...
