"""`kiosk doctor`: whether this machine can run a kiosk, and what to mend. It makes nothing but the data folder."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from kiosk.commands.exits import Exit
from kiosk.commands.findings import Finding, Mark
from kiosk.commands.output import print_json
from kiosk.commands.speech import texts
from kiosk.domain.text import clean
from kiosk.i18n import Texts

SCHEMA = "kiosk.doctor/1"
"""Named in the JSON object. Keys and checks may be added under this name, never changed or taken away."""


def doctor(*, as_json: bool, backend: str, language: str | None) -> int:
    """Examine the machine and report; return 1 if anything must be mended."""
    from kiosk.commands.terminal import central, language_of
    from kiosk.settings import SettingsError

    try:
        backend, language = central(backend), language_of(language)
    except SettingsError:
        backend = backend or ""  # the settings are examined below, and what is wrong with them is told there
    words = texts(language)
    findings = []
    for finding in examine(backend):
        findings.append(finding)
        if not as_json:
            _show(words, finding)
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
        sys.stdout.write(words("doctor-healthy" if healthy else "doctor-unhealthy") + "\n")
    return Exit.DONE if healthy else Exit.FAILED


def examine(backend: str) -> Iterator[Finding]:
    """Yield what each check finds, in the order in which it helps to mend things."""
    from kiosk.commands import doctor_backend, doctor_machine, doctor_settings, doctor_storage

    checks: list[Callable[[], Finding]] = [
        doctor_machine.python,
        doctor_machine.terminal,
        doctor_machine.colours,
        doctor_machine.utf8,
        doctor_machine.size,
        doctor_machine.fonts,
        doctor_machine.clock,
        doctor_backend.keyring,
    ]
    for check in checks:
        yield check()
    yield from doctor_settings.settings()
    yield from doctor_backend.central(backend) if backend else doctor_storage.embedded()


def _show(words: Texts, finding: Finding) -> None:
    sys.stdout.write(f"{finding.mark.sign} {clean(words(finding.message))}\n")
    if finding.fix is not None:
        sys.stdout.write(f"    {words('doctor-fix')} {clean(words(finding.fix))}\n")
