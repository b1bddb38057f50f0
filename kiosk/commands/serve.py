"""`kiosk serve`: the backend for kiosks elsewhere, or for the one that started it."""

from __future__ import annotations

import gc
import os
from datetime import datetime

from kiosk.commands.exits import Exit

WHILE_STARTING = (100_000, 10, 10)
"""Thresholds of Python's collector until requests are served: what is imported stays, and looking through it again and
again is an eighth of the start. `kiosk.backend.forgetting` sets the usual ones."""


def serve(
    *,
    host: str,
    port: int,
    fd: int | None,
    phones_fd: int | None,
    secrets_fd: int | None,
    demo: bool,
    lan: bool,
    database_url: str,
    clock: str | None,
    seed: int,
    office: str,
    metrics_host: str,
    metrics_port: int | None,
    desk_host: str,
    desk_port: int | None,
    desk_fd: int | None,
) -> int:
    """Serve until asked to end; return the exit code. What stops the start is raised."""
    gc.set_threshold(*WHILE_STARTING)
    from kiosk.backend.configuration import ServeOptions
    from kiosk.backend.serve import main

    if office:
        os.environ["KIOSK_BACKEND_OFFICE"] = office
    main(
        ServeOptions(
            host=host,
            port=port,
            fd=fd,
            phones_fd=phones_fd,
            secrets_fd=secrets_fd,
            demo=demo,
            lan=lan,
            database_url=database_url,
            clock_start=None if clock is None else datetime.fromisoformat(clock),
            seed=seed,
            metrics_host=metrics_host,
            metrics_port=metrics_port,
            desk_host=desk_host,
            desk_port=desk_port,
            desk_fd=desk_fd,
        )
    )
    return Exit.DONE
