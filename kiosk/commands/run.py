"""`kiosk run`, for the options and settings that the short way in `kiosk.__main__` does not know."""

from __future__ import annotations

import gc
import os
from datetime import datetime
from typing import Any


def run(
    *,
    backend: str = "",
    lan: bool | None = None,
    demo: bool | None = None,
    clock: str | None = None,
    seed: int = 1,
    office: str = "",
    language: str | None = None,
    city: str = "",
) -> int:
    """Open the kiosk and return its exit code; the settings say what the command line does not.

    With `city`, a code such as `TPE`, the backend beside it asks that city for what is owed. Raise `SettingsError`,
    with the terminal as it was.
    """
    from kiosk.platform.terminal import signals, splash

    splash.show()
    signals.leave_during_start()
    gc.disable()  # as in kiosk.__main__
    try:
        from kiosk.settings import KioskSettings

        here = KioskSettings()
    except (OSError, ValueError):
        signals.restore_terminal()  # the splash is on it
        raise
    if office or here.office:
        # A setting of the backend, which is a child of this process: it reads it where it reads all the others.
        os.environ["KIOSK_BACKEND_OFFICE"] = office or here.office
    if city:
        os.environ["KIOSK_BACKEND_NATIONAL_CITY"] = city
    from kiosk.devices import Devices
    from kiosk.start import start

    def devices() -> Devices:
        from kiosk.devices.opening import printer_at

        return Devices(printer=printer_at(here.printer, width=here.printer_width, font=here.printer_font))

    backend = "" if city else backend or here.backend
    return start(
        backend=backend,
        lan=here.lan if lan is None else lan,
        demo=(here.demo if demo is None else demo) and not backend and not city,
        # A user who tries a city sits at a shell of their own, as in the demo.
        leavable=bool(city),
        clock_start=None if clock is None else datetime.fromisoformat(clock),
        seed=seed,
        language=language or here.begins_in,
        here=here,
        devices=devices,
    )


def reported(**options: Any) -> int:
    """Open the kiosk as `run` does; say what stops it, and return its exit code."""
    try:
        return run(**options)
    except Exception as error:  # noqa: BLE001  whatever it is, it is reported
        from kiosk.commands.troubles import report

        return report(error)
