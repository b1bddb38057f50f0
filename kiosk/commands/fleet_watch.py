"""`kiosk fleet watch`: how the terminals are, kept as it is now on a terminal."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.commands.exits import Exit
from kiosk.commands.output import console
from kiosk.commands.speech import tell, texts
from kiosk.commands.store import opened
from kiosk.i18n import Message, Texts, say

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from kiosk.backend.store.database import Database
    from kiosk.backend.terminals.fleet import Standing

Seen = tuple[list["Standing"], datetime, str]
"""How the terminals are, when that was, and the name of the backend's own office."""

_BESIDE = 3
"""Lines of the window that are no terminal's: the head, an empty line, the foot."""


def watch(
    url: str, every: float, *, only: str, language: str | None, wait: Callable[[float], object] | None = None
) -> int:
    """Show the list until Ctrl+C, anew every so many seconds; return the exit code, 2 where there is no terminal.

    `wait` lets that time pass.
    """
    from kiosk.commands.fleet import seen

    words, pause = texts(language), wait or threading.Event().wait
    try:
        with opened(url) as database:
            # Asked before anything else: what is wrong with the database is said as by every command.
            last = seen(database, only)
            if not sys.stdout.isatty():
                tell(words, say("fleet-watch-where"))
                return Exit.USAGE
            _watch(console(), words, database, only, last, lambda: pause(every))
    except KeyboardInterrupt:
        pass  # how it is ended
    return Exit.DONE


def _watch(
    screen: Console, words: Texts, database: Database, only: str, last: Seen, wait: Callable[[], object]
) -> None:
    from rich.live import Live

    from kiosk.backend.store.database import DatabaseBusyError, DatabaseLostError
    from kiosk.commands.fleet import seen
    from kiosk.domain.dates import taipei

    foot = _count(last)
    # One picture written over the other, and nothing is cleared in between: that does not flicker.
    with Live(console=screen, screen=True, auto_refresh=False) as live:
        while True:
            live.update(_picture(screen, words, last, foot), refresh=True)
            wait()
            try:
                last = seen(database, only)
                foot = _count(last)
            except (DatabaseBusyError, DatabaseLostError):
                # What was true then stays on the screen, and says of when it is.
                foot = say("fleet-watch-stale", at=f"{taipei(last[1]):%H:%M:%S}")


def _count(last: Seen) -> Message:
    found = last[0]
    return say("fleet-count", count=len(found), ill=sum(one.needs_somebody for one in found))


def _picture(screen: Console, words: Texts, last: Seen, foot: Message) -> RenderableType:
    from rich.console import Group
    from rich.text import Text

    from kiosk.commands import fleet_table
    from kiosk.domain.dates import taipei

    found, now, here = last
    room = max(1, screen.height - _BESIDE)
    said = [f"{taipei(now):%H:%M:%S}", words(foot)]
    if len(found) > room:
        said.append(words(say("fleet-watch-more", count=len(found) - room)))
    said.append(words("fleet-watch-end"))
    line = Text("  ".join(said), no_wrap=True, overflow="ellipsis")
    return Group(fleet_table.watched(words, found[:room], now, here, screen.width), Text(), line)
