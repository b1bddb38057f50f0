"""What an office decides, publishes and announces: `kiosk claim`, `owner`, `content`, `tickets`, `flood`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.options import AsJson, DatabaseUrl, group, moment, offered

claim = group("Vehicles that two owners say are theirs.")
owner = group("Owners who have come to the counter.")
content = group("What the office publishes and sells.")
tickets = group("The register of an office that has it as a file.")
flood = group("Riverside car parks that must be cleared.")

ClaimNumber = Annotated[str, typer.Argument(help="As 'kiosk claim list' shows it.")]


@claim.command("list")
def show_claims(database_url: DatabaseUrl = "", as_json: AsJson = False) -> None:
    """Show the claims that wait for the office, oldest first."""
    from kiosk.commands.claims import show as list_claims

    raise typer.Exit(list_claims(database_url, as_json=as_json))


@claim.command()
def grant(number: ClaimNumber, database_url: DatabaseUrl = "", as_json: AsJson = False) -> None:
    """Let the vehicle be the claimant's, once the office has seen its licence; both owners get a message."""
    from kiosk.commands.claims import grant as decide_for

    raise typer.Exit(decide_for(number, database_url, as_json=as_json))


@claim.command()
def refuse(number: ClaimNumber, database_url: DatabaseUrl = "", as_json: AsJson = False) -> None:
    """Leave the vehicle with the owner who has bound it; both owners get a message."""
    from kiosk.commands.claims import refuse as decide_against

    raise typer.Exit(decide_against(number, database_url, as_json=as_json))


@claim.command()
def undo(number: ClaimNumber, database_url: DatabaseUrl = "", as_json: AsJson = False) -> None:
    """Give the vehicle back to the owner who had it, within seven days of granting; both owners get a message."""
    from kiosk.commands.claims import undo as take_back

    raise typer.Exit(take_back(number, database_url, as_json=as_json))


@owner.command()
def readmit(database_url: DatabaseUrl = "", as_json: AsJson = False) -> None:
    """Let a mobile number have codes again, once the office knows its owner; it is read from standard input."""
    from kiosk.commands.owners import readmit as let_have_codes

    raise typer.Exit(let_have_codes(database_url, as_json=as_json))


@content.command("import")
def take_in(
    files: Annotated[list[Path], typer.Argument(help="Articles (.md, with a head) and lists of passes (.toml).")],
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
) -> None:
    """Publish articles and passes, in place of those of the same name. All of the files, or none."""
    from kiosk.commands.content import take_in as publish

    raise typer.Exit(publish(files, database_url, as_json=as_json))


@content.command("list")
def show_content(database_url: DatabaseUrl = "", as_json: AsJson = False) -> None:
    """Show every article in every language, and every pass; those not shown to visitors too."""
    from kiosk.commands.content import show as list_articles

    raise typer.Exit(list_articles(database_url, as_json=as_json))


@tickets.callback()
def ticket_commands() -> None:
    """Keep `import` a command of its own, though it is the only one."""


@tickets.command("import")
def take_tickets_in(
    file: Annotated[Path, typer.Argument(help="One ticket a line: .csv with a head, or .jsonl.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="The file is the whole register: withdraw what is owed and not in it.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would be done.")] = False,
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
) -> None:
    """Bring the register to what a file says. All of it, or nothing: each faulty line is named.

    Doing it twice changes nothing more. What was paid here stays paid. The columns are described in
    docs/operating/tickets.md.
    """
    from kiosk.commands.tickets import take_in as bring_in

    raise typer.Exit(bring_in(file, database_url, replace=replace, dry_run=dry_run, as_json=as_json))


@flood.callback()
def flood_commands() -> None:
    """Keep `announce` a command of its own, though it is the only one."""


@flood.command()
def announce(
    area: Annotated[
        str, typer.Argument(autocompletion=offered("areas"), help="tamsui, keelung, xindian, jingmei or shuangxi.")
    ],
    clear_by: Annotated[
        str,
        typer.Option("--clear-by", metavar="MOMENT", callback=moment, help="As 2026-08-16T18:00+08:00."),
    ],
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
) -> None:
    """Tell owners who chose this area until when it must be cleared; once, however often it is said."""
    from kiosk.commands.flood import announce as tell

    raise typer.Exit(tell(area, clear_by, database_url, as_json=as_json))
