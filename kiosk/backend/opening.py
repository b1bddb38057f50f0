"""Making a database ready for work: its tables up to date, and in it what a backend begins with."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.backend.demo import seeding
from kiosk.backend.office import content
from kiosk.backend.store.database import Database
from kiosk.backend.store.migrate import upgrade
from kiosk.backend.store.opening import preparing
from kiosk.clock import Clock
from kiosk.platform.backend_process.starting import Progress, Stage

Tell = Callable[[Progress], None]


def prepare(database: Database, clock: Clock, *, with_demo: bool, seed: int, tell: Tell) -> None:
    """Bring a database to this version's tables and fill it where it is empty, once for all who begin on it together.

    `tell` hears what is being done. Raise `OSError`, `SchemaNewerError`, `NotTheDemoError`, `ContentError`, and what
    `Database.run` raises.
    """
    with preparing(database, lambda: tell(Progress(Stage.WAITING))):
        upgrade(database, lambda: tell(Progress(Stage.TABLES)))
        if with_demo:
            seeding.seed(database, clock, seed=seed, progress=lambda percent: tell(Progress(Stage.CITY, percent)))
        content.begin(database, clock, demo=with_demo)
