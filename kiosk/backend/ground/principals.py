"""Who asks, and what each may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    # Sessions stand on this; the value is put in where a session is found.
    from kiosk.backend.owners.sessions import Session
    from kiosk.backend.staff.acting import Acting


class Scope(StrEnum):
    """What an operation is about, and so who may ask for it."""

    PUBLIC = "public"
    """Open to everybody: probes, picture codes, phones' pages (the link is the permission), signed messages."""
    SERVICE = "service"
    """What the office publishes, and payments of one's own."""
    LOOK_UP = "look-up"
    """What vehicles owe."""
    PAY = "pay"
    """Beginning to pay."""
    VISIT = "visit"
    """What leads a visitor into an account: registering, signing in, codes, typing on the phone."""
    TERMINAL = "terminal"
    """What a terminal says of itself."""
    OWN = "own"
    """An owner's own account, vehicles and records."""
    DESK = "desk"
    """What the office's staff do for others."""


_FOR_VISITORS = frozenset({Scope.SERVICE, Scope.LOOK_UP, Scope.PAY})


@dataclass(frozen=True, slots=True)
class Terminal:
    """An enrolled terminal."""

    scopes: ClassVar = _FOR_VISITORS | {Scope.VISIT, Scope.TERMINAL}
    id: str


@dataclass(frozen=True, slots=True)
class Guest:
    """A client that is not enrolled: it solved a picture code, and is let in for a while, within allowances."""

    scopes: ClassVar = _FOR_VISITORS
    id: str
    """Of the terminal that it is while it stays."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who is signed in at an enrolled terminal."""

    scopes: ClassVar = frozenset({Scope.OWN})
    session: Session


@dataclass(frozen=True, slots=True)
class Clerk:
    """Somebody of the office's staff who is signed in at a desk: never at a terminal's interface."""

    scopes: ClassVar = frozenset({Scope.DESK})
    acting: Acting
    desk: str
    """The hash of the key of the desk that they sit at."""


Principal = Terminal | Guest | Owner | Clerk


def holders(scope: Scope) -> frozenset[type[Principal]]:
    """Return the kinds of principal that a scope lets in; for `PUBLIC` none, since it asks for no credentials."""
    kinds: tuple[type[Principal], ...] = (Terminal, Guest, Owner, Clerk)
    return frozenset(kind for kind in kinds if scope in kind.scopes)
