"""What the folder of a gateway offers: the gateway that settings ask for, and a simulated other side of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from starlette.applications import Starlette

from kiosk.backend.gateways.port import Gateway
from kiosk.clock import Clock
from kiosk.settings.gateways import KINDS

if TYPE_CHECKING:
    from kiosk.settings import GatewaySettings


class OpenGateway(Gateway, Protocol):
    """A gateway that holds connections open."""

    def close(self) -> None:
        """Close them."""
        ...


class SimulatedGateway(Protocol):
    """The other side of a gateway, as an application to be served."""

    url: str
    """Where it is served: set before the first request."""
    app: Starlette

    def close(self) -> None:
        """Hold no answer back any more. Blocks."""
        ...


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of gateway. Both are made of one gateway's settings and its secret."""

    made: Callable[[GatewaySettings, bytes, Clock, str], OpenGateway]
    """Makes the gateway; the last argument is the address under which it may send us messages."""
    simulated: Callable[[GatewaySettings, bytes, Clock], SimulatedGateway]
    """Makes what stands for the company. What it needs is loaded when it is called."""


def kind_of(name: str) -> Kind:
    """Return the kind with this name; raise `KeyError`."""
    kind = import_module(KINDS[name].module).KIND
    if not isinstance(kind, Kind):
        raise TypeError(f"{KINDS[name].module}: KIND is none")
    return kind
