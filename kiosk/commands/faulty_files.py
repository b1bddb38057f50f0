"""What is wrong with a file that was to be taken in, line by line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kiosk.commands.exits import Exit
from kiosk.commands.output import counted

if TYPE_CHECKING:
    from kiosk.backend.ground.file_lines import FileError

_MOST_FAULTS = 50


def tell_faults(name: str, error: FileError, last: str) -> Exit:
    """Name the faults of a file on standard error, then say what follows; return the exit code."""
    for fault in error.faults[:_MOST_FAULTS]:
        sys.stderr.write(f"{name}: {fault}\n")
    if len(error.faults) > _MOST_FAULTS:
        sys.stderr.write(f"{name}: and {counted(len(error.faults) - _MOST_FAULTS, 'more fault')}\n")
    sys.stderr.write(f"{last}\n")
    return Exit.FAILED
