"""`kiosk staff` and `kiosk audit`: who serves at the desk, and what they have done."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.options import AsJson, DatabaseUrl, InOffice, Language, ToOffice, group, offered

staff = group("Who of the office may sign in at the desk.")
audit = group("The books: what the office's staff have done, seen and been refused, and the money.")

Name = Annotated[str, typer.Argument(help="The name that they sign in with, such as lin.yl.")]
Roles = Annotated[
    list[str],
    typer.Option(
        "--role",
        metavar="ROLE",
        autocompletion=offered("roles"),
        help="viewer, clerk, senior, finance, operator or auditor; may be given several times.",
    ),
]


@staff.command()
def add(
    name: Name,
    role: Roles,
    display_name: Annotated[str, typer.Option("--display-name", metavar="NAME", help="As colleagues see them.")] = "",
    office: InOffice = "",
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
) -> None:
    """Make an account; the password is read from standard input, the authenticator's key is shown once."""
    from kiosk.commands.staff import add as make

    made = make(name, database_url, display_name=display_name, office=office, role_names=role, as_json=as_json)
    raise typer.Exit(made)


@staff.command()
def suspend(name: Name, database_url: DatabaseUrl = "", as_json: AsJson = False) -> None:
    """Let no one sign in with a name any more; its sessions end at once."""
    from kiosk.commands.staff import suspend as shut_out

    raise typer.Exit(shut_out(name, database_url, as_json=as_json))


@staff.command()
def roles(name: Name, role: Roles, database_url: DatabaseUrl = "", as_json: AsJson = False) -> None:
    """Let somebody have these roles and no other; they have to sign in anew."""
    from kiosk.commands.staff import set_roles

    raise typer.Exit(set_roles(name, database_url, role_names=role, as_json=as_json))


@staff.command()
def move(
    name: Name,
    office: ToOffice,
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
) -> None:
    """Let somebody serve at another office; they have to sign in anew, and their open cases stay where they are."""
    from kiosk.commands.staff import move as let_serve

    raise typer.Exit(let_serve(name, database_url, office=office, as_json=as_json))


@staff.command("list")
def show(database_url: DatabaseUrl = "", as_json: AsJson = False) -> None:
    """Show the accounts with their roles and when each was used last, those that were suspended too."""
    from kiosk.commands.staff import show as listed

    raise typer.Exit(listed(database_url, as_json=as_json))


@audit.command()
def verify(
    head: Annotated[
        str, typer.Option("--head", metavar="NUMBER:HASH", help="As it was printed before: the chain must hold it.")
    ] = "",
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
) -> None:
    """Read the whole chain; print its last number and hash, to be kept elsewhere. Exit code 1 where a row is wrong."""
    from kiosk.commands.audit import verify as read_through

    raise typer.Exit(read_through(database_url, head=head, as_json=as_json))


@audit.command()
def money(database_url: DatabaseUrl = "", as_json: AsJson = False, language: Language = None) -> None:
    """Prove the books: what came in, less what went out, is what is paid. Exit code 1 names what breaks a rule."""
    from kiosk.commands.audit_money import prove

    raise typer.Exit(prove(database_url, as_json=as_json, language=language))


@audit.command()
def review(
    days: Annotated[int, typer.Option("--days", min=1, max=366, help="How many, today with them.")] = 7,
    ending: Annotated[
        datetime | None,
        typer.Option("--before", formats=["%Y-%m-%d"], metavar="DATE", help="The days before this one instead."),
    ] = None,
    sample: Annotated[int, typer.Option("--sample", min=0, max=1000, help="How many accesses to draw by chance.")] = 20,
    vehicles: Annotated[
        Path | None,
        typer.Option("--vehicles", metavar="FILE", help="The staff's own vehicles, as CSV; read, and not kept."),
    ] = None,
    hours: Annotated[
        str, typer.Option("--hours", metavar="HOURS", help='Of offices that have none, as "Mo-Fr 08:30-17:30".')
    ] = "",
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
    language: Language = None,
) -> None:
    """Show an auditor what is out of the ordinary, and accesses drawn by chance, with their cases and reasons."""
    from kiosk.commands.audit_review import review as show_review

    before = None if ending is None else ending.date()
    code = show_review(
        database_url, days=days, ending=before, sample=sample, vehicles=vehicles, hours=hours,
        as_json=as_json, language=language,
    )  # fmt: skip
    raise typer.Exit(code)
