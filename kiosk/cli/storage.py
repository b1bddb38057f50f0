"""`kiosk db`: the backend's database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.options import AsJson, Clock, DatabaseUrl, Seed, group

database = group("The backend's database.")

Copy = Annotated[Path, typer.Argument(help="A copy that 'kiosk db backup' made.")]


@database.command()
def upgrade(database_url: DatabaseUrl = "", as_json: AsJson = False) -> None:
    """Bring the database to this version's tables; does nothing where they are there already."""
    from kiosk.commands.store import upgrade as bring_up

    raise typer.Exit(bring_up(database_url, as_json=as_json))


@database.command()
def seed(
    database_url: DatabaseUrl = "",
    seed: Seed = 1,
    vehicles: Annotated[int, typer.Option("--vehicles", min=1, max=1_000_000, help="At least so many.")] = 2000,
    clock: Clock = None,
) -> None:
    """Fill an empty database with the synthetic city."""
    from kiosk.commands.store import seed as fill

    raise typer.Exit(fill(database_url, seed=seed, vehicles=vehicles, clock=clock))


@database.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The copy; it must not be there yet.")],
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
) -> None:
    """Copy an SQLite database to a new file, also while it is in use."""
    from kiosk.commands.backup import backup as copy

    raise typer.Exit(copy(file, database_url, as_json=as_json))


@database.command()
def check(file: Copy, as_json: AsJson = False) -> None:
    """Check whether a copy is whole, and say what it holds."""
    from kiosk.commands.backup import check as examine

    raise typer.Exit(examine(file, as_json=as_json))


@database.command()
def restore(
    file: Copy,
    database_url: DatabaseUrl = "",
    replace: Annotated[bool, typer.Option("--replace", help="Where a database is: keep it beside the copy.")] = False,
    as_json: AsJson = False,
) -> None:
    """Put a copy in the database's place, while neither the kiosk nor a backend runs."""
    from kiosk.commands.backup import restore as bring_back

    raise typer.Exit(bring_back(file, database_url, replace=replace, as_json=as_json))
