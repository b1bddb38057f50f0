"""`kiosk office`: the offices that terminals stand in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.options import AsJson, DatabaseUrl, group, offered

office = group("The offices that terminals stand in: names, telephones, hours.")


@office.command("import")
def take_in(
    file: Annotated[Path, typer.Argument(help="CSV with a head, one office a line.")],
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
) -> None:
    """Take in offices, in place of those with the same codes. All lines of the file, or none: each fault is named.

    Doing it twice changes nothing more. The columns are described in docs/operating/offices.md.
    """
    from kiosk.commands.offices import take_in as bring_in

    raise typer.Exit(bring_in(file, database_url, as_json=as_json))


@office.command("list")
def show_all(database_url: DatabaseUrl = "", as_json: AsJson = False) -> None:
    """Show the offices, each with its telephone and the nearest other one."""
    from kiosk.commands.offices import show_all as listed

    raise typer.Exit(listed(database_url, as_json=as_json))


@office.command()
def show(
    code: Annotated[str, typer.Argument(autocompletion=offered("offices"), help="As 'kiosk office list' shows it.")],
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
) -> None:
    """Show one office, and the terminals that stand in it; exit code 1 if there is none of that code."""
    from kiosk.commands.offices import show as show_one

    raise typer.Exit(show_one(code, database_url, as_json=as_json))
