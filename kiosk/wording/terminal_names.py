"""What a terminal is called: by the name that its operators gave it, or by none, in words of the reader's language."""

from __future__ import annotations

from kiosk.contract.wire import EMBEDDED_TERMINAL
from kiosk.i18n import Texts


def terminal_name(texts: Texts, name: str) -> str:
    """Return what readers call the terminal that has this name in the database and on the wire."""
    return texts("fleet-embedded") if name == EMBEDDED_TERMINAL else name
