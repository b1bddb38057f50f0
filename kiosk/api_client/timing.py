"""Every pause and patience of the client, in seconds, in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one call may take: all its tries and pauses together, and each try."""

    total: float
    each: float


READ = Patience(total=10.0, each=5.0)
"""Asking again harms nothing, so a hung connection is given up early enough for a second try."""

PAY = Patience(total=45.0, each=20.0)
"""The backend may have to wait for the payment provider. Past this, the outcome is unknown."""

CITY = Patience(total=14.0, each=12.0)
"""Another city is given eight seconds to answer the backend, after a turn of its own."""

HASH = Patience(total=20.0, each=20.0)
"""Time-out where the backend hashes a password: it does two at a time, so a request may queue."""


@dataclass(frozen=True, slots=True)
class Timing:
    """How often the client probes whether the backend is there, and how it waits for a payment."""

    starting: float = 0.0
    """How long a backend that has never answered counts as starting: one elsewhere is there or is not. `math.inf` for
    one that somebody starts beside us, who says when it has ended (`KioskClient.ended`)."""
    probe_starting: float = 0.2
    probe_first: float = 0.5
    """The pause before the first probe of a backend that is gone; each further pause is twice as long …"""
    probe_most: float = 5.0
    """… up to this one: how late its return may be noticed."""
    probe_within: float = 2.0
    """How long one probe may take."""
    heartbeat: float = 15.0
    """A probe after so much silence, so that the screens know without anybody asking."""
    listen: float = 5.0
    """How long opening a stream may take; a proxy that holds replies back never opens one."""
    silence: float = 5.0
    """After so long without a byte on a stream, the payment is asked for once beside it."""
    dead: float = 45.0
    """A stream so long without a byte has come to nothing; the backend sends a comment every 15 seconds."""
    ask: float = 1.0
    """The pause between two questions when streams do not work …"""
    ask_later: float = 2.0
    """… and after the first ten of them."""
