"""`kiosk fleet`: how the terminals are that use a backend."""

from __future__ import annotations

from typing import Annotated

import typer

from kiosk.cli.options import AsJson, DatabaseUrl, Language, group, offered

Id = Annotated[str, typer.Argument(autocompletion=offered("terminals"), help="As 'kiosk terminal list' shows it.")]

Only = Annotated[
    str,
    typer.Option(
        "--only", metavar="TEXT", help="Those whose name, office, id, version or trouble holds these letters."
    ),
]

fleet = group("How the terminals are: silent, out of paper, of an old version.")


@fleet.command("list")
def show_all(
    only: Only = "", database_url: DatabaseUrl = "", as_json: AsJson = False, language: Language = None
) -> None:
    """Show how the terminals are by what each reports every minute, those that need somebody first."""
    from kiosk.commands.fleet import show_all as listed

    raise typer.Exit(listed(database_url, only=only, as_json=as_json, language=language))


@fleet.command()
def show(
    id: Id,
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
    language: Language = None,
) -> None:
    """Show all that is known of one terminal; exit code 1 if none of that id may use the backend."""
    from kiosk.commands.fleet import show as show_one

    raise typer.Exit(show_one(id, database_url, as_json=as_json, language=language))


@fleet.command()
def watch(
    every: Annotated[
        float, typer.Option("--every", min=1.0, max=3600.0, metavar="SECONDS", help="How often it polls.")
    ] = 5.0,
    only: Only = "",
    database_url: DatabaseUrl = "",
    language: Language = None,
) -> None:
    """Show the list on this terminal until Ctrl+C, and keep it as it is now."""
    from kiosk.commands.fleet_watch import watch as go_on_showing

    raise typer.Exit(go_on_showing(database_url, every, only=only, language=language))


@fleet.command()
def close(
    id: Id,
    reason: Annotated[
        str,
        typer.Option(
            "--reason",
            metavar="REASON",
            autocompletion=offered("closed_reasons"),
            help="What its page says: maintenance, repair, network or office-closed.",
        ),
    ],
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
    language: Language = None,
) -> None:
    """Have a terminal be out of service once no one stands there; its page says why, and where else to go."""
    from kiosk.commands.fleet import close as take_out

    raise typer.Exit(take_out(id, database_url, reason=reason, as_json=as_json, language=language))


@fleet.command("open")
def open_again(id: Id, database_url: DatabaseUrl = "", as_json: AsJson = False, language: Language = None) -> None:
    """Have a terminal serve again, by itself and within a minute or two."""
    from kiosk.commands.fleet import open_again as let_serve

    raise typer.Exit(let_serve(id, database_url, as_json=as_json, language=language))


@fleet.command()
def settle(id: Id, database_url: DatabaseUrl = "", as_json: AsJson = False, language: Language = None) -> None:
    """Take what counters have reported of a terminal for dealt with; their cases stay as they are."""
    from kiosk.commands.fleet import settle as deal_with

    raise typer.Exit(deal_with(id, database_url, as_json=as_json, language=language))
