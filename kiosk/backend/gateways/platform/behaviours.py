"""How the simulated platform treats the orders of a provider: as it should, and the ways in which it goes wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kiosk.backend.gateways.platform import wire


class Manner(StrEnum):
    """How the platform answers an entry, whatever it does with it."""

    CLEAR = "clear"
    SILENT = "silent"
    """The answer does not come before `release`."""
    GARBAGE = "garbage"
    """A page for people, with HTTP 200."""
    BROKEN = "broken"
    """HTTP 502."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What the platform does with the orders of one provider."""

    verdict: wire.Result = wire.Result.OK
    """`OK` collects; `INSUFFICIENT`, `REFUSED` and `OUT_OF_SERVICE` do not."""
    at_once: bool = True
    """Whether a decline is the answer to the entry; otherwise the order is taken and a message tells."""
    manner: Manner = Manner.CLEAR
    lost: bool = False
    """The order never arrives, however the platform answers."""
    settles: bool = True
    """Whether the order comes to an outcome; otherwise it stays pending."""
    messages: int = 1
    """How often the outcome is sent; nought loses it."""
    amount_off: int = 0
    """How many dollars too many are collected."""


APPROVE = Behaviour()
INSUFFICIENT = Behaviour(wire.Result.INSUFFICIENT)
REFUSED = Behaviour(wire.Result.REFUSED)
OUT_OF_SERVICE = Behaviour(wire.Result.OUT_OF_SERVICE)
SILENT = Behaviour(manner=Manner.SILENT, messages=0)

NAMED: Mapping[str, Behaviour] = {
    "insufficient": INSUFFICIENT,
    "refused": REFUSED,
    "out-of-service": OUT_OF_SERVICE,
    "silent": SILENT,
}
"""The behaviours that `assets/providers.toml` names."""
