"""What an error of the database means for the request: by its SQLSTATE or code, never by its text."""

from __future__ import annotations

from enum import Enum, auto


class Failure(Enum):
    """What has become of a unit of work."""

    AGAIN = auto()
    """Nothing happened, and the database asks to be asked again at once."""
    BUSY = auto()
    """Nothing happened; it took too long, or cannot be done at this moment."""
    FULL = auto()
    """Nothing happened; there is no room on the disk."""
    LOST = auto()
    """The database does not answer, or cannot work. Whether a commit under way happened is not known."""


_SQLITE = {
    5: Failure.BUSY,  # SQLITE_BUSY
    6: Failure.BUSY,  # LOCKED
    7: Failure.LOST,  # NOMEM
    8: Failure.LOST,  # READONLY
    10: Failure.LOST,  # IOERR
    11: Failure.LOST,  # CORRUPT
    13: Failure.FULL,
    14: Failure.LOST,  # CANTOPEN
    15: Failure.LOST,  # PROTOCOL
    26: Failure.LOST,  # NOTADB
}
"""By the low byte of an extended result code (sqlite.org/rescode.html)."""

_POSTGRESQL = {
    "40001": Failure.AGAIN,  # serialization_failure
    "40P01": Failure.AGAIN,  # deadlock_detected
    "55P03": Failure.BUSY,  # lock_not_available: after the lock's time limit
    "57014": Failure.BUSY,  # query_canceled: after the statement's time limit
    "25006": Failure.BUSY,  # read_only_sql_transaction: another server is taking over
    "53100": Failure.FULL,  # disk_full
    "53": Failure.BUSY,  # out of memory, connections or what else is limited
    "08": Failure.LOST,  # connection exceptions
    "25P03": Failure.LOST,  # idle_in_transaction_session_timeout
    "25P04": Failure.LOST,  # transaction_timeout
    "57P": Failure.LOST,  # the server is going down, or is not up yet
    "58": Failure.LOST,  # system errors: the disk, the files
    "F0": Failure.LOST,  # its settings
    "XX": Failure.LOST,  # internal errors, damaged data; poolers speak of their own trouble so
}
"""By SQLSTATE or its class (appendix A of PostgreSQL's manual); the longest that fits."""

_OF_THE_DRIVER = frozenset({"OperationalError", "InterfaceError"})


def meaning(error: BaseException | None) -> Failure | None:
    """Return what a driver's error means; None if it is a fault of the program."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return _SQLITE.get(code & 0xFF)
    state = getattr(error, "sqlstate", "")
    if state is None:
        # The driver itself says so: refused, reset, closed. What it says of values is our own fault.
        names = {kind.__name__ for kind in type(error).__mro__}
        return Failure.LOST if names & _OF_THE_DRIVER else None
    found = (_POSTGRESQL.get(state[:length]) for length in (5, 3, 2))
    return next((failure for failure in found if failure is not None), None)
