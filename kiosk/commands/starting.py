"""What a command shows while the backend of this machine starts for it: on standard error, where there is something."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn

from kiosk.i18n import Texts
from kiosk.platform.backend_process import starting
from kiosk.widgets.ground.starting import of_start


class Says:
    """Called with each progress: a bar on a terminal, which leaves nothing behind; elsewhere a line for each stage."""

    def __init__(self, words: Texts) -> None:
        self._words = words
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=20),
            console=Console(stderr=True),
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
            disable=not sys.stderr.isatty(),
        )
        self._task: TaskID | None = None
        self._stage: starting.Stage | None = None

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._bar.stop()

    def __call__(self, progress: starting.Progress) -> None:
        doing = self._words(of_start(starting.Progress(progress.stage)))
        if self._bar.disable:
            if progress.stage is not self._stage:
                sys.stderr.write(doing + "\n")
                sys.stderr.flush()
            self._stage = progress.stage
            return
        if self._task is None:
            self._task = self._bar.add_task(doing, total=None)
        total = None if progress.percent is None else 100
        self._bar.update(self._task, description=doing, total=total, completed=progress.percent or 0)
