"""Why a backend does not start, beside what the store raises; `kiosk.commands.troubles` tells all of it."""

from __future__ import annotations

NOT_SET_UP, PORT_TAKEN = 2, 3
"""Exit codes of a backend that cannot start; `kiosk.commands.troubles` has those of what the store raises."""


class StartError(Exception):
    """The backend cannot start; `code` is the exit code, the text says why and what to do."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


class DemoDataError(Exception):
    """The database holds the synthetic city, and this is no demo."""
