"""`kiosk reconcile`: a provider's statement of a day, held against what is kept here and the register."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands.acting import shell
from kiosk.commands.exits import Exit
from kiosk.commands.faulty_files import tell_faults
from kiosk.commands.output import one_line, print_json
from kiosk.commands.speech import tell, texts
from kiosk.commands.store import opened
from kiosk.i18n import Texts, say

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kiosk.backend.context import Context
    from kiosk.backend.payments.reconciliation import Listed, Report
    from kiosk.backend.payments.statement_files import Statement
    from kiosk.backend.store.database import Database

MOST = 50
"""Differences in the table; with --json all are written."""


def reconcile(
    day: str, path: Path, url: str, *, providers: Sequence[str], apply: bool, as_json: bool, language: str | None
) -> int:
    """Hold a statement against what is kept; return the exit code, 1 where a difference is open."""
    from kiosk.backend.ground.file_lines import FileError
    from kiosk.backend.payments import statement_files

    words, name = texts(language), one_line(path.name)
    try:
        statement = statement_files.read(path, date.fromisoformat(day), providers)
    except FileError as error:
        return tell_faults(name, error, words("reconcile-nothing-read"))
    except OSError as error:
        tell(words, say("reconcile-unreadable", file=name, reason=error.strerror or type(error).__name__))
        return Exit.FAILED
    with opened(url) as database:
        report = _reconciled(database, statement, apply=apply)
    if as_json:
        print_json(_as_json(report))
    else:
        _show(words, report)
    _tell(words, report)
    return Exit.FAILED if report.open else Exit.DONE


def _reconciled(database: Database, statement: Statement, *, apply: bool) -> Report:
    from kiosk.backend.payments import reconciliation
    from kiosk.backend.staff.perform import Arguments, perform

    context, day = context_of(database), statement.day.isoformat()

    def performed(work: Callable[[Connection], int]) -> int:
        return perform(context, shell(), "money.reconcile", Arguments(day), work)

    if apply:
        return reconciliation.reconcile(context, statement, apply=performed)
    seen = Arguments(day, fields=frozenset({"differences"}), reason="dry-run")
    perform(context, shell(), "money.reconcile", seen, lambda _: None)
    return reconciliation.reconcile(context, statement)


def context_of(database: Database) -> Context:
    """Return what payments and refunds need to be settled by a statement, in the settings' database."""
    from kiosk.backend.bills.register_kind import register_kind
    from kiosk.backend.context import Context, Ports
    from kiosk.backend.gateways.no_platform import NoPlatform
    from kiosk.backend.payable_map import payables_of
    from kiosk.backend.payments.wakeups import Wakeups
    from kiosk.backend.registers.local import LocalBills
    from kiosk.backend.terms import terms_of
    from kiosk.clock import SystemClock
    from kiosk.settings import BackendSettings

    settings = BackendSettings()
    ports = Ports(
        # Neither a register nor a provider is asked: what they say is in the database and in the statement.
        bills=LocalBills(database),
        provider=NoPlatform(),
        signals=Wakeups(database),
        payables=payables_of(register_kind(settings)),
    )
    return Context(database, SystemClock(), ports, terms_of(settings))


def _show(words: Texts, report: Report) -> None:
    from kiosk.commands import money_tables

    money_tables.sums(words, report)
    if report.differences:
        sys.stdout.write("\n")
        money_tables.found(words, report.differences[:MOST])


def _tell(words: Texts, report: Report) -> None:
    if len(report.differences) > MOST:
        tell(words, say("reconcile-more", count=len(report.differences) - MOST))
    tell(words, say("reconcile-matched", matched=report.matched, lines=report.lines, day=report.day.isoformat()))
    if report.open:
        tell(words, say("reconcile-open" if report.applied else "reconcile-not-applied", count=report.open))
    else:
        tell(words, say("reconcile-agrees"))


def _as_json(report: Report) -> dict[str, Any]:
    return {
        "schema": "kiosk.reconcile/1",
        "date": report.day.isoformat(),
        "applied": report.applied,
        "lines": report.lines,
        "matched": report.matched,
        "open": report.open,
        "providers": [{"provider": provider, **asdict(sums)} for provider, sums in sorted(report.sums.items())],
        "differences": [_difference(listed) for listed in report.differences],
    }


def _difference(listed: Listed) -> dict[str, Any]:
    return {
        "number": listed.number,
        "kind": listed.found.kind.value,
        "provider": listed.found.provider,
        "reference": listed.found.reference,
        "order": listed.found.order,
        "ours": listed.found.ours,
        "theirs": listed.found.theirs,
        "outcome": listed.outcome and listed.outcome.value,
    }
