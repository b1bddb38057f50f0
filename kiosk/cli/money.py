"""`kiosk reconcile`, `kiosk difference` and `kiosk day-close`: what providers took, and what is kept here of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.options import AsJson, DatabaseUrl, Language, day, group, offered

difference = group("Differences between what providers took and what is kept, each with the person who looks after it.")

Number = Annotated[int, typer.Argument(min=1, help="As 'kiosk difference list' shows it.")]


def reconcile(
    date: Annotated[
        str, typer.Option("--date", metavar="DAY", callback=day, help="The day of Taipei that it is of: 2026-11-28.")
    ],
    statement: Annotated[
        Path,
        typer.Option("--statement", metavar="FILE", help="One movement of money a line: .csv with a head, or .jsonl."),
    ],
    provider: Annotated[
        list[str] | None,
        typer.Option(
            "--provider", metavar="CODE", help="Whose statement it is; else of those that stand in it. Several times."
        ),
    ] = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="Keep the differences, and take over what nothing speaks against.")
    ] = False,
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
    language: Language = None,
) -> None:
    """Hold a provider's statement of a day against what is kept here and the register; without --apply, only compare.

    Exit code 0 means that no difference is open, 1 that one is, or that the file could not be read. Doing it twice
    changes nothing more. The columns are described in docs/operating/reconciliation.md.
    """
    from kiosk.commands.reconcile import reconcile as hold_against

    ended = hold_against(
        date, statement, database_url, providers=provider or [], apply=apply, as_json=as_json, language=language
    )
    raise typer.Exit(ended)


def day_close(
    date: Annotated[str, typer.Option("--date", metavar="DAY", callback=day, help="Which day of Taipei: 2026-11-28.")],
    office: Annotated[str, typer.Option("--office", metavar="NAME", help="Only one office, by its Chinese name.")] = "",
    provider: Annotated[str, typer.Option("--provider", metavar="CODE", help="Only one provider.")] = "",
    as_csv: Annotated[
        bool,
        typer.Option("--csv", help="Every movement of money instead, a line each; above 5,000 one office or provider."),
    ] = False,
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
    language: Language = None,
) -> None:
    """Show what came in, what went out and what is open of a day, by office and provider.

    Nothing of a person stands in it. Each reading and each export is a row of the audit.
    """
    from kiosk.commands.day_close import close as show_close

    ended = show_close(
        date, database_url, office=office, provider=provider, as_csv=as_csv, as_json=as_json, language=language
    )
    raise typer.Exit(ended)


@difference.command("list")
def show(database_url: DatabaseUrl = "", as_json: AsJson = False, language: Language = None) -> None:
    """Show the differences that are open, the oldest first."""
    from kiosk.commands.differences import show as listed

    raise typer.Exit(listed(database_url, as_json=as_json, language=language))


@difference.command()
def take(
    number: Number,
    owner: Annotated[str, typer.Option("--owner", metavar="NAME", help="The name that they sign in at the desk with.")],
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
    language: Language = None,
) -> None:
    """Let somebody of the office look after a difference."""
    from kiosk.commands.differences import take as give

    raise typer.Exit(give(number, database_url, owner=owner, as_json=as_json, language=language))


@difference.command()
def close(
    number: Number,
    outcome: Annotated[
        str,
        typer.Option(
            "--outcome",
            metavar="OUTCOME",
            autocompletion=offered("difference_outcomes"),
            help="explained, provider-corrects or passed-on.",
        ),
    ],
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
    language: Language = None,
) -> None:
    """Close a difference; it moves no money."""
    from kiosk.commands.differences import close as end

    raise typer.Exit(end(number, database_url, outcome=outcome, as_json=as_json, language=language))
