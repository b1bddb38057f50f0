"""`kiosk run`, for the options that the short way in `kiosk.__main__` does not know."""

from __future__ import annotations

import gc
import os
from datetime import datetime


def run(*, backend: str, lan: bool, demo: bool, clock: str | None, seed: int, office: str, language: str | None) -> int:
    """Open the kiosk and return its exit code."""
    from kiosk.platform import signals, splash

    splash.show()
    signals.leave_during_start()
    gc.disable()  # as in kiosk.__main__
    if office:
        # A setting of the backend, which is a child of this process: it reads it where it reads all the others.
        os.environ["KIOSK_BACKEND_OFFICE"] = office
    from kiosk.start import start

    return start(
        backend=backend,
        lan=lan,
        demo=demo,
        clock_start=None if clock is None else datetime.fromisoformat(clock),
        seed=seed,
        language=language,
    )
