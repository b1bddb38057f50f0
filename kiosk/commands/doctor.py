"""`kiosk doctor`: whether this machine can run a kiosk, and what to mend. It makes nothing but the data folder."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence

from kiosk.commands.exits import Exit
from kiosk.commands.findings import Finding, Mark, can_write
from kiosk.commands.output import console, print_json
from kiosk.commands.speech import texts
from kiosk.domain.text import clean
from kiosk.i18n import Texts, say

SCHEMA = "kiosk.doctor/1"
"""Named in the JSON object. Keys and checks may be added under this name, never changed or taken away."""

WIDTH = 80
"""Columns of the report at most: what is read aloud on the telephone stands in the same line for both."""


def doctor(*, as_json: bool, backend: str, language: str | None) -> int:
    """Examine the machine and report; return 1 if anything must be mended."""
    from kiosk.commands.terminal import central, language_of, panel_inches
    from kiosk.platform.machine.paths import NoHomeError
    from kiosk.settings import SettingsError

    try:
        backend, language, inches = central(backend), language_of(language), panel_inches()
    except (SettingsError, NoHomeError):
        inches = 0.0
        backend = backend or ""  # the settings are examined below, and what is wrong with them is said there
    words = texts(language)
    findings = list(examine(backend, inches))
    healthy = all(finding.mark is not Mark.FAILURE for finding in findings)
    if as_json:
        checks = [
            {
                "id": finding.check,
                "mark": finding.mark.value,
                "message": words(finding.message),
                "fix": finding.fix and words(finding.fix),
            }
            for finding in findings
        ]
        report = {"schema": SCHEMA, "healthy": healthy, "checks": checks}
        print_json(report)
    else:
        failed = say("doctor-unhealthy", sign=Mark.FAILURE.sign(sys.stdout.encoding))
        _show(words, findings, words(say("doctor-healthy") if healthy else failed))
    return Exit.DONE if healthy else Exit.FAILED


def examine(backend: str, inches: float = 0.0) -> Iterator[Finding]:
    """Yield what each check finds, in the order in which it helps to mend things."""
    from kiosk.commands import doctor_backend, doctor_machine, doctor_printer, doctor_settings, doctor_storage

    checks: list[Callable[[], Finding]] = [
        doctor_machine.python,
        doctor_machine.terminal,
        doctor_machine.colours,
        doctor_machine.codes,
        doctor_machine.utf8,
        doctor_machine.size,
    ]
    more = [doctor_machine.fonts, doctor_machine.clock, doctor_backend.keyring]
    for check in checks:
        yield check()
    yield from doctor_machine.letters(inches)
    for check in more:
        yield check()
    yield from doctor_settings.settings()
    yield from doctor_printer.printer()
    yield from doctor_backend.central(backend) if backend else doctor_storage.embedded()


def _show(words: Texts, findings: Sequence[Finding], verdict: str) -> None:
    """Print the report for people: the verdict above and below, what to do under what was found.

    Colours stand beside the marks, never for them, and only on a terminal; lines end between words.
    """
    from rich.table import Table
    from rich.text import Text

    drawn = console()
    drawn.width = min(drawn.width, WIDTH)
    encoding, arrow = sys.stdout.encoding, words("doctor-fix")
    arrow = arrow if can_write(arrow, encoding) else "->"
    report = Table.grid(padding=(0, 1, 0, 0))
    report.add_column(no_wrap=True)
    report.add_column(overflow="fold")
    for finding in findings:
        report.add_row(Text(finding.mark.sign(encoding), style=_COLOURS[finding.mark]), clean(words(finding.message)))
        if finding.fix is not None:
            report.add_row("", f"{arrow} {clean(words(finding.fix))}")
    for part in (Text(verdict, style="bold"), report, Text(verdict, style="bold")):
        drawn.print(part)


_COLOURS = {Mark.OK: "green", Mark.WARNING: "yellow", Mark.FAILURE: "bold red"}
