"""Why a backend does not start or ends by itself, beside what the store raises: `kiosk.commands.troubles` tells it."""

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


class PartDiedError(Exception):
    """A thread has died that nothing should end: only a new process has all its parts again."""
