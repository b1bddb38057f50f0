"""`kiosk support CODE`: what became of the visitor who reads a code aloud."""

from __future__ import annotations

import sys

from kiosk.commands.acting import shell
from kiosk.commands.exits import Exit
from kiosk.commands.output import print_json, print_line
from kiosk.commands.speech import texts
from kiosk.commands.store import opened
from kiosk.domain.support_code import is_of_backend, read_code


def show(typed: str, url: str, *, as_json: bool) -> int:
    """Print when, where and how the request with this code failed; return the exit code, 1 for an unknown code."""
    code = read_code(typed)
    if code is None:
        sys.stderr.write("That is not a support code, such as S-7ZK3M0W.\n")
        return Exit.USAGE
    if not is_of_backend(code):
        sys.stderr.write(
            f"{code} was made by the kiosk, which had no answer: look for it in that terminal's own log, kiosk.log.\n"
        )
        return Exit.FAILED

    from kiosk.backend.staff.perform import Arguments, Books, perform
    from kiosk.backend.support import records
    from kiosk.clock import SystemClock
    from kiosk.domain.dates import taipei
    from kiosk.wording.terminal_names import terminal_name

    with opened(url) as database:
        books = Books(database, SystemClock())
        found = perform(books, shell(), "support.see", Arguments(code), lambda c: records.find(c, code))
    if found is None:
        sys.stderr.write(
            f"{code} is no failure of the last 30 days. What was refused for a good reason is not kept: "
            "the backend's log has it, by the same code.\n"
        )
        return Exit.FAILED
    failure, terminal = found
    if as_json:
        print_json(
            {
                "schema": "kiosk.support/1",
                "code": failure.code,
                "at": failure.at.isoformat(),
                "terminal": failure.terminal_id,
                "terminal_name": terminal,
                "route": failure.route,
                "problem": failure.kind,
            }
        )
    else:
        named = terminal and terminal_name(texts(), terminal)
        where = named or failure.terminal_id or "no terminal that is known"
        print_line(f"{taipei(failure.at):%Y-%m-%d %H:%M:%S}", where, failure.route, failure.kind)
    return Exit.DONE
