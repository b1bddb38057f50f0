"""What the desk's widgets and pages need of the app they stand in."""

from __future__ import annotations

from typing import Protocol, cast

from textual.dom import DOMNode

from kiosk.clock import Clock
from kiosk.i18n import Message, Texts


class Desk(Protocol):
    """The app, as far as pages know it."""

    texts: Texts
    clock: Clock
    who: str
    """Who is signed in, in which role, at which window; empty while no one is."""
    line: str
    """Whether the backend answers: `reachable`, `starting` or `unreachable`."""

    starts: Message | None
    """How far a backend of this desk's own has come that is starting, or why it does not; None once it answers."""

    def lock(self) -> None:
        """Hide everything at once: the same person unlocks into the same case."""

    def sign_out(self) -> None:
        """End the session, and forget what was open."""

    def session_over(self) -> None:
        """Hear that the backend knows this session no more."""


def desk_of(node: DOMNode) -> Desk:
    """Return the app of a widget or a page."""
    return cast("Desk", node.app)
