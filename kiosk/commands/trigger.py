"""`kiosk trigger`: bring the demo into a situation that people at the counter tell of."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kiosk.commands.exits import Exit
from kiosk.commands.output import print_json, print_line

if TYPE_CHECKING:
    from kiosk.backend.context import Context
    from kiosk.backend.store.database import Database


def show(*, as_json: bool) -> int:
    """List the situations with what a clerk types to meet each; return the exit code."""
    from kiosk.backend.demo import trial

    every = (*trial.situations(), *trial.troubles())
    if as_json:
        found = [{"name": one.name, "type": one.key or None} for one in every]
        print_json({"schema": "kiosk.triggers/1", "situations": found})
        return Exit.DONE
    for one in every:
        print_line(f"{one.name:<28}", one.key or "(kiosk fleet list)")
    return Exit.DONE


def trigger(name: str, url: str, *, seed: int, as_json: bool) -> int:
    """Bring the demo into a situation and print what was made; return the exit code, 1 where that is not the demo."""
    from kiosk.backend.demo import situations, trial
    from kiosk.commands.store import opened

    _say_nothing_of_it()
    with opened(url) as database:
        try:
            ids = situations.prepare(_context(database), name, seed)
        except situations.NotADemoError:
            sys.stderr.write(
                "This is not the demo's database, and nothing is made up in another one. "
                "The demo makes its own: kiosk desk --demo, kiosk run --demo, or kiosk db seed.\n"
            )
            return Exit.FAILED
    key = next(one.key for one in (*trial.situations(), *trial.troubles()) if one.name == name)
    sys.stderr.write(f"Type {key} at the desk.\n" if key else "It is at the top of: kiosk fleet list\n")
    if as_json:
        print_json({"schema": "kiosk.trigger/1", "name": name, "type": key or None, "made": ids})
        return Exit.DONE
    for kind, id in ids.items():
        print_line(f"{kind:<14}", id)
    return Exit.DONE


def _say_nothing_of_it() -> None:
    """Log nothing: what goes wrong in a situation is meant to, and standard output is for what was made."""
    import logging

    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def _context(database: Database) -> Context:
    """Return what the services of the demo work with; the outside is the situation's own."""
    from kiosk.backend.context import Context, Ports
    from kiosk.backend.demo.scripted import ScriptedProvider
    from kiosk.backend.payable_map import PAYABLES
    from kiosk.backend.payments.wakeups import Wakeups
    from kiosk.backend.registers.local import LocalBills
    from kiosk.backend.terms import terms_of
    from kiosk.clock import SystemClock
    from kiosk.settings import BackendSettings

    ports = Ports(
        bills=LocalBills(database),
        provider=ScriptedProvider(),
        signals=Wakeups(database),
        payables=PAYABLES,
    )
    settings = BackendSettings().model_copy(update={"demo": True, "public_url": "http://127.0.0.1"})
    return Context(database, SystemClock(), ports, terms_of(settings))
