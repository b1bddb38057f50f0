"""What linking needs from an identity provider: OpenID Connect by the device flow (RFC 8628), as a protocol."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class IdentityDownError(Exception):
    """The provider gave no answer that can be used. The text says why and holds nothing of a person."""


class IdentityTokenError(Exception):
    """The provider's proof does not hold: not signed by it, not for us, not of this time, not for this request."""


@dataclass(frozen=True, slots=True)
class DeviceGrant:
    """A pending request (device flow) that waits for approval on a phone."""

    secret: str = field(repr=False)
    """The secret with which the provider is polled (bearer). Only the adapter reads it."""
    user_code: str
    link: str
    """The provider's page with the code in it, if it offers that, else without."""
    short_link: str
    interval: int
    """Seconds between two questions, at least."""
    lifetime: int
    """Seconds until the provider forgets the request."""


class IdentityOutcome(StrEnum):
    """Where a request stands."""

    PENDING = "pending"
    SLOWER = "slower"
    """Pending too, and asked too often: the interval grows by five seconds, for good (RFC 8628 §3.5)."""
    DENIED = "denied"
    EXPIRED = "expired"
    """Too old, or answered before."""
    PROVED = "proved"


@dataclass(frozen=True, slots=True)
class IdentityAnswer:
    """An outcome; when proved, with the provider's own name for the account, the same for ever."""

    outcome: IdentityOutcome
    subject: str | None = field(default=None, repr=False)


class IdentityIssuer(Protocol):
    """One provider. Calls block, for at most fifteen seconds; no transaction may be open."""

    @property
    def name(self) -> str:
        """What people call the provider."""
        ...

    @property
    def name_en(self) -> str | None:
        """What readers of English call it, None where that is no other name."""
        ...

    def begin(self) -> DeviceGrant:
        """Begin a request for proof of an account; raise `IdentityDownError`."""
        ...

    def ask(self, secret: str, since: datetime) -> IdentityAnswer:
        """Return what became of a request begun at `since`; raise `IdentityDownError` or `IdentityTokenError`."""
        ...
