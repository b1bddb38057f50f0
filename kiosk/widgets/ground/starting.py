"""What people read of a backend of this machine that is starting."""

from __future__ import annotations

from kiosk.i18n import Message, say
from kiosk.platform.backend_process.starting import Progress


def of_start(progress: Progress | None) -> Message:
    """Return what is being done, with how much of it is; None for a backend that has said nothing yet."""
    if progress is None:
        return say("starting-begins")
    if progress.percent is None:
        return say(f"starting-{progress.stage.value}")
    # As text, which needs no number format and so no Fluent.
    return say(f"starting-{progress.stage.value}-share", percent=str(progress.percent))
