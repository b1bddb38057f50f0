"""What e-mails need from the server that sends them, as a protocol."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """An e-mail as a server is to send it."""

    id: str
    """The same however often it is tried: it makes the `Message-ID`, by which mail programs drop a second copy."""
    address: str = field(repr=False)
    sender: str
    """The name beside the office's address, in the reader's language."""
    subject: str = field(repr=False)
    body: str = field(repr=False)
    """Plain text, lines apart by `\\n`."""


class MailServer(Protocol):
    """The office's server for outgoing e-mail. Calls block, for at most `smtp.DEADLINE`; no transaction may be open."""

    def send(self, mail: OutgoingMail) -> None:
        """Hand an e-mail over; raise `GatewayError`."""
        ...
