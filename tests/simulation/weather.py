"""How often what goes wrong."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weather:
    """Chances from 0 to 1 of what may happen each time, and seconds between what comes of itself."""

    crash: float = 4e-4
    """That a replica dies where a piece of its work gives way."""
    freeze: float = 2e-5
    """That it stops there, for up to a hundred seconds."""
    database_lost: float = 1e-3
    """That a transaction's outcome is never heard: half of them were committed."""
    request_lost: float = 0.01
    answer_lost: float = 0.02
    message_dropped: float = 0.05
    """That the provider never sends a message, or that one is lost on its way; those are sent again."""
    order_lost: float = 0.02
    """That an order, or the answer to one, is lost; as often each."""
    inquiry_lost: float = 0.02
    refund_lost: float = 0.1
    wrong_amount: float = 0.003
    misfortune_every: float = 45.0
    """Of all replicas: one or all die, or the provider is down for a while."""
    stand_still: float = 1300.0
    """Seconds for which all replicas stand still at once: longer than a wallet's page is good and is asked about."""
    skew: float = 1.0
    """Seconds by which a replica's clock is ahead or behind, at most."""


CALM = Weather(
    crash=0,
    freeze=0,
    database_lost=0,
    request_lost=0,
    answer_lost=0,
    message_dropped=0,
    order_lost=0,
    inquiry_lost=0,
    refund_lost=0,
    wrong_amount=0,
    stand_still=0,
)
"""Nothing goes wrong any more; clocks stay as they are."""
