"""What the commands' exit codes say. docs/operating/commands.md promises them: they do not change their meaning."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """One table for all commands; `kiosk --help` shows it."""

    DONE = 0
    """Done; for a look-up: everybody who was asked answered, also when nothing is owed."""
    FAILED = 1
    """It did not work, for a reason that was said."""
    USAGE = 2
    """The command line was not understood, or this machine cannot do it: no terminal, no token, not a plate."""
    PORT = 3
    """The backend's port is in use."""
    DISK = 4
    """The data folder cannot be written."""
    DATABASE = 5
    """The database cannot be reached, or is another program's."""
    COULD_NOT_ASK = 6
    """It is unknown whether anything is owed: no register could be asked."""
    PARTLY_ANSWERED = 7
    """What was found is true, but more may be owed."""
    REFUSED = 8
    """The backend was reached and refused: the token, the rate, the request."""
