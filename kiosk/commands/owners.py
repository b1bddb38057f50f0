"""`kiosk owner readmit`: a number that had too many wrong codes, and whose owner has come to the counter."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kiosk.commands.acting import shell
from kiosk.commands.exits import Exit
from kiosk.commands.output import print_json
from kiosk.commands.store import with_books
from kiosk.domain.mobile import Mobile, MobileError

if TYPE_CHECKING:
    from kiosk.backend.staff.perform import Books

_LONGEST = 256


def readmit(url: str, *, as_json: bool) -> int:
    """Read a mobile number from standard input and let it have codes again; return the exit code.

    Not from the command line, which stands in the shell's history and in the list of processes.
    """
    if sys.stdin.isatty():
        sys.stderr.write("Mobile number: ")
        sys.stderr.flush()
    try:
        mobile = Mobile.parse(sys.stdin.readline(_LONGEST)).digits
    except MobileError:
        sys.stderr.write("That is not a mobile number of Taiwan, such as 0912-345-678.\n")
        return Exit.USAGE

    def work(books: Books) -> None:
        from kiosk.backend.owners import readmission

        had = readmission.readmit(books, shell(), mobile)
        sys.stderr.write(
            "Its wrong codes are forgotten: it may have a code again.\n"
            if had
            else "Nothing stood against this number: its owner may simply try again.\n"
        )
        if as_json:
            print_json({"schema": "kiosk.readmission/1", "readmitted": had})  # without the number: personal data

    return with_books(url, work)
