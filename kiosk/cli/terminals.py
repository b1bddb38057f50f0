"""`kiosk terminal`: the terminals that may use a backend."""

from __future__ import annotations

from typing import Annotated

import typer

from kiosk.cli.options import AsJson, DatabaseUrl, InOffice, Language, ToOffice, group, offered

terminal = group("The terminals that may use a backend.")


Name = Annotated[str, typer.Argument(help="Where it stands, such as 'Songshan, window 3'.")]


@terminal.command()
def add(
    name: Name,
    office: InOffice = "",
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
) -> None:
    """Let a terminal use this backend; its token is printed once and kept nowhere."""
    from kiosk.commands.terminals import add as let_in

    raise typer.Exit(let_in(name, database_url, office=office, as_json=as_json))


@terminal.command()
def invite(
    name: Name,
    office: InOffice = "",
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
) -> None:
    """Make a code for 'kiosk terminal enrol', good for ten minutes and one terminal; it is printed once."""
    from kiosk.commands.terminals import invite as make_code

    raise typer.Exit(make_code(name, database_url, office=office, as_json=as_json))


@terminal.command("list")
def show(database_url: DatabaseUrl = "", as_json: AsJson = False) -> None:
    """Show the terminals that may use this backend, and those that no longer may."""
    from kiosk.commands.terminals import show as listed

    raise typer.Exit(listed(database_url, as_json=as_json))


@terminal.command()
def move(
    id: Annotated[str, typer.Argument(autocompletion=offered("terminals"), help="As 'kiosk terminal list' shows it.")],
    office: ToOffice,
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
) -> None:
    """Let a terminal stand in another office: its screen, receipts and payment pages name that one."""
    from kiosk.commands.terminals import move as let_stand

    raise typer.Exit(let_stand(id, database_url, office=office.strip(), as_json=as_json))


@terminal.command()
def revoke(
    id: Annotated[str, typer.Argument(autocompletion=offered("terminals"), help="As 'kiosk terminal list' shows it.")],
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
) -> None:
    """Shut a terminal out for good."""
    from kiosk.commands.terminals import revoke as shut_out

    raise typer.Exit(shut_out(id, database_url, as_json=as_json))


@terminal.command()
def store(
    backend: Annotated[str, typer.Option("--backend", metavar="URL", help="The backend that the token is for.")],
    as_json: AsJson = False,
) -> None:
    """Keep this terminal's token in the system's keyring; it is read from standard input and not shown."""
    from kiosk.commands.token import store as keep

    raise typer.Exit(keep(backend, as_json=as_json))


def _from_input(value: str) -> str:
    if value not in {"", "-"}:
        # On a command line everybody at the machine could read it.
        raise typer.BadParameter("a code is typed when asked for, or comes on standard input: --code -")
    return value


@terminal.command()
def enrol(
    backend: Annotated[str, typer.Option("--backend", metavar="URL", help="The backend that made the code.")],
    code: Annotated[
        str, typer.Option("--code", metavar="-", callback=_from_input, help="Read the code from standard input.")
    ] = "",
    show: Annotated[
        bool, typer.Option("--print", help="Write the token to standard output, for a systemd credential.")
    ] = False,
    language: Language = None,
    as_json: AsJson = False,
) -> None:
    """Enrol this terminal by a code of 'kiosk terminal invite', and keep its token in the system's keyring."""
    from kiosk.commands.enrol import enrol as by_code

    raise typer.Exit(by_code(backend, asks=not code, language=language, show=show, as_json=as_json))
