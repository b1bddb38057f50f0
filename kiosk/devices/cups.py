"""An ordinary printer by way of CUPS: the document as a PDF, handed to `lp`."""

from __future__ import annotations

import io
import os
import re
import subprocess
import time

from kiosk.clock import Clock, Deadline, SystemClock
from kiosk.devices import address
from kiosk.devices.paper.fonts import NoFontError
from kiosk.devices.paper.paper import DOTS_PER_INCH, Paper
from kiosk.devices.port import LIMIT, PrinterError, Status
from kiosk.domain.document import Document

_ANSWER = 5.0
"""Seconds that CUPS is given to answer."""
_BETWEEN = 0.25
"""Seconds between two polls of the queue."""


def opened(place: address.Cups, paper: Paper) -> CupsPrinter:
    """Return the printer at an address (`kiosk.devices.address`)."""
    return CupsPrinter(place.name, paper)


class CupsPrinter:
    """Prints by `lp`. The job's title says nothing, and a job that does not print is taken out of the queue again."""

    def __init__(self, name: str, paper: Paper, *, clock: Clock | None = None) -> None:
        self._name, self._paper, self._clock = name, paper, clock or SystemClock()

    def status(self) -> Status:
        """CUPS knows whether a queue is there and takes jobs, and does not know of paper."""
        try:
            answer = self._run("lpstat", "-a", self._name)
        except PrinterError:
            return Status.OFF
        return Status.UNKNOWN if " accepting requests" in f" {answer}" and "not accepting" not in answer else Status.OFF

    def print(self, document: Document[str]) -> None:
        try:
            picture = self._paper.picture(document)
        except NoFontError as error:
            raise PrinterError(Status.OFF, str(error)) from None
        pdf = io.BytesIO()
        picture.convert("L").save(pdf, "PDF", resolution=DOTS_PER_INCH)
        answer = self._run("lp", "-d", self._name, "-t", "kiosk", "-", given=pdf.getvalue())
        job = re.search(rf"{re.escape(self._name)}-[0-9]+", answer)
        if job is None:
            raise PrinterError(Status.UNKNOWN, f"{self._name}: lp has not said which job it made")
        self._wait_for(job[0])

    def _wait_for(self, job: str) -> None:
        """Wait until a job has left the queue; take it out and raise where it does not."""
        end = Deadline.after(self._clock, LIMIT)
        while job in self._run("lpstat", "-o", self._name).split():
            if not end.remaining():
                # With its file: nothing of a visitor stays behind, and nothing is printed when they are gone.
                self._run("cancel", "-x", job)
                raise PrinterError(Status.UNKNOWN, f"{self._name}: not printed within {LIMIT:g} seconds")
            time.sleep(_BETWEEN)

    def _run(self, *command: str, given: bytes = b"") -> str:
        try:
            done = subprocess.run(  # noqa: S603  a name of CUPS', and no shell
                command,
                input=given,
                capture_output=True,
                timeout=_ANSWER,
                check=True,
                env={**os.environ, "LC_ALL": "C"},
            )
        except FileNotFoundError:
            raise PrinterError(Status.OFF, f"{command[0]} is not installed (package cups-client)") from None
        except subprocess.TimeoutExpired:
            raise PrinterError(Status.OFF, f"{self._name}: CUPS does not answer") from None
        except subprocess.CalledProcessError:
            raise PrinterError(Status.OFF, f"{self._name}: {command[0]} was refused by CUPS") from None
        return done.stdout.decode(errors="replace")
