"""E-mail addresses: enough of RFC 5321 to catch a slip, since only a message that arrives proves one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

MOST = 254
"""Characters of an address (RFC 5321, 4.5.3.1.3)."""

_DOTS = dict.fromkeys(map(ord, "。｡．"), ".")
"""What a Chinese keyboard writes for the dot; domain names take them as one (RFC 3490, 3.1)."""
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\Z")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\Z")


class EmailFault(StrEnum):
    """Why a text is not an address. The value ends a message id: `email-fault-…`."""

    NO_AT = "no-at"
    LOCAL = "local"
    """What stands before the @ cannot stand there."""
    DOMAIN = "domain"
    TOO_LONG = "too-long"


class EmailError(ValueError):
    """A text that is not an address; `fault` says why. The text itself is not in it."""

    def __init__(self, fault: EmailFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Email:
    """An address; the domain in lower case, the rest as typed."""

    text: str

    @classmethod
    def parse(cls, typed: str) -> Email:
        """Return the address in `Wang.M@Example.com.tw`, full width or not; raise `EmailError`."""
        if len(typed) > 2 * MOST:
            raise EmailError(EmailFault.TOO_LONG)
        text = unicodedata.normalize("NFKC", typed.translate(_DOTS)).strip()
        local, at, domain = text.rpartition("@")
        if not at:
            raise EmailError(EmailFault.NO_AT)
        if not _LOCAL.match(local) or len(local) > 64:
            raise EmailError(EmailFault.LOCAL)
        labels = domain.split(".")
        if len(labels) < 2 or not all(_LABEL.match(label) for label in labels) or labels[-1].isdigit():
            raise EmailError(EmailFault.DOMAIN)
        if len(text) > MOST:
            raise EmailError(EmailFault.TOO_LONG)
        return cls(f"{local}@{domain.lower()}")

    @property
    def masked(self) -> str:
        """Return the address as it may stand on a public screen: `w***@example.com.tw`."""
        local, _, domain = self.text.partition("@")
        return f"{local[0]}***@{domain}"

    def __str__(self) -> str:
        return self.text
