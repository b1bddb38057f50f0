"""What ends a command, in a sentence and an exit code: one table for all commands. None ends in a traceback.

The sentence never repeats what an error's own text may hold: an address with a password, a row, a value.
"""

from __future__ import annotations

import contextlib
import errno
import sys
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from kiosk.commands.exits import Exit
from kiosk.domain.text import clean
from kiosk.platform.machine.paths import NoHomeError
from kiosk.platform.machine.secrets import SecretError
from kiosk.platform.terminal.streams import OutputError, give_up_output


class Trouble(NamedTuple):
    """Why a command ended: what its exit code says, and what people read, which may have several lines."""

    code: Exit
    sentence: str


_FULL = "The disk is full: make room and try again."


def trouble_of(error: BaseException) -> Trouble | None:
    """Return what an error means for the user of the command; None for a fault of the program itself."""
    match error:
        case OutputError(errno=errno.EPIPE):
            return Trouble(Exit.FAILED, "")  # the reader of the pipe has seen enough
        case OutputError():
            return Trouble(Exit.FAILED, f"Standard output cannot be written to: {error.strerror}.")
        case SecretError():
            return Trouble(Exit.USAGE, f"{error}.")
        case NoHomeError():
            return Trouble(Exit.DISK, f"This user has no home folder: set {error.variable} to a whole path.")
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return Trouble(Exit.DISK, _FULL)
        case UnicodeDecodeError():
            return Trouble(Exit.USAGE, f"What was typed or read is not text in {error.encoding.upper()}.")
        case UnicodeEncodeError():
            return Trouble(Exit.USAGE, "Something on the command line or in the environment is not text in UTF-8.")
    return _of_settings(error) or _of_database(error) or _of_system(error)


def report(error: Exception) -> int:
    """Say on standard error what ended a command, and return its exit code."""
    trouble = trouble_of(error)
    if isinstance(error, OutputError):
        give_up_output()
    if trouble is None and getattr(sys.excepthook, "__module__", "") == "kiosk.platform.terminal.crash":
        raise error  # the screen has a calm page for it, and a log
    if trouble is None:
        trouble = Trouble(Exit.FAILED, f"A fault of the program ended it: {_place(error)}. Please report this line.")
    if trouble.sentence:
        say(trouble.sentence)
    return trouble.code


def say(sentence: str) -> None:
    """Write to standard error, as far as anybody is there to read it."""
    with contextlib.suppress(OSError):
        sys.stderr.write(f"{sentence}\n")
        sys.stderr.flush()


def _of_settings(error: BaseException) -> Trouble | None:
    from kiosk.settings.faults import SettingsError

    return Trouble(Exit.USAGE, f"The settings cannot be used.\n{error}") if isinstance(error, SettingsError) else None


def _of_database(error: BaseException) -> Trouble | None:
    if not _loaded("kiosk.backend.store.database"):
        return None
    from kiosk.backend.demo.seeding import NotTheDemoError
    from kiosk.backend.domain.validity import TariffError
    from kiosk.backend.payments.providers import ProviderFileError
    from kiosk.backend.start_errors import DemoDataError, PartDiedError, StartError
    from kiosk.backend.store.address import DatabaseAddressError
    from kiosk.backend.store.database import DatabaseBusyError, StorageFullError
    from kiosk.backend.store.migrate import SchemaForeignError, SchemaNewerError

    if isinstance(error, StartError):
        return Trouble(Exit(error.code), str(error))
    table: dict[type[Exception], tuple[Exit, str]] = {
        DatabaseAddressError: (Exit.USAGE, "{error}."),
        TariffError: (Exit.USAGE, "The settings cannot be used: {error}"),
        ProviderFileError: (Exit.USAGE, "The settings cannot be used: {error}"),
        StorageFullError: (Exit.DISK, _FULL),
        DatabaseBusyError: (Exit.DATABASE, "Another program holds the database and did not let go of it: try again."),
        SchemaNewerError: (Exit.DATABASE, "A newer version has upgraded this database: {error}."),
        SchemaForeignError: (Exit.DATABASE, "This is another program's database: {error}."),
        NotTheDemoError: (
            Exit.DATABASE,
            "The database holds real tickets, which the demo does not touch: drop --demo or give --no-demo.",
        ),
        PartDiedError: (Exit.FAILED, "A thread of the backend has died, and so it ended: it is to be started anew."),
        DemoDataError: (
            Exit.DATABASE,
            "The database holds the demo's made-up tickets: name another one, or use --demo.",
        ),
    }
    for kind, (code, sentence) in table.items():
        if isinstance(error, kind):
            return Trouble(code, sentence.format(error=error))
    return _of_engine(error)


def _of_engine(error: BaseException) -> Trouble | None:
    from sqlalchemy.exc import SQLAlchemyError

    from kiosk.backend.store.database import DatabaseLostError
    from kiosk.backend.store.lost import why
    from kiosk.commands.speech import ELSEWHERE
    from kiosk.i18n import Texts

    if not isinstance(error, DatabaseLostError | SQLAlchemyError):
        return None
    of_a_file = _cause(error).startswith("SQLITE_")
    if (of_a_file or isinstance(error, DatabaseLostError)) and (reason := why(error)):
        what = "The database" if of_a_file else "The database server"
        said = Texts(ELSEWHERE)(reason)
        return Trouble(Exit.DATABASE, f"{what} cannot be used: {said}{'' if said.endswith('?') else '.'}")
    if _lacks_tables(error):
        return Trouble(Exit.DATABASE, "The database has not this version's tables: bring it up with kiosk db upgrade.")
    return Trouble(Exit.DATABASE, f"The database cannot be used ({_cause(error)}).")


def _lacks_tables(error: BaseException) -> bool:
    cause = getattr(error, "orig", None)
    # undefined_table, undefined_column; SQLite has one code for whatever is wrong with a statement.
    return getattr(cause, "sqlstate", None) in {"42P01", "42703"} or str(cause).startswith("no such ")


def _of_system(error: BaseException) -> Trouble | None:
    if not isinstance(error, OSError):
        return None
    reason = error.strerror or str(error) or type(error).__name__
    if error.filename is None:
        return Trouble(Exit.DISK, f"A file or folder cannot be used: {reason}.")
    return Trouble(Exit.DISK, f"{clean(_name(error.filename))} cannot be used: {reason}.")


def _name(file: object) -> str:
    return file.decode(errors="replace") if isinstance(file, bytes) else str(file)


def _loaded(module: str) -> bool:
    # An error of a module that was never loaded is not at hand, and loading it would cost more than the command.
    return module in sys.modules


def _cause(error: BaseException) -> str:
    while error.__cause__ is not None:
        error = error.__cause__
    # SQLite names its errors; PostgreSQL's driver has only types.
    return getattr(error, "sqlite_errorname", None) or type(error).__name__


def _place(error: BaseException) -> str:
    """Return the type of an error, and the last place in this program that it came through."""
    place, trace = "", error.__traceback__
    root = Path(__file__).resolve().parent.parent
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        place = _line(trace, file.relative_to(root)) if file.is_relative_to(root) else place
        trace = trace.tb_next
    return f"{type(error).__name__} at {place}" if place else type(error).__name__


def _line(trace: TracebackType, file: Path) -> str:
    return f"kiosk/{file}:{trace.tb_lineno}"
