"""The command line. Each command imports what it needs inside itself: `kiosk run` must not wait for the others."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kiosk import __version__
from kiosk.backend import PORT
from kiosk.commands.exits import Exit

_EPILOG = (
    "Data goes to standard output, everything else to standard error. Exit codes: 0 done; 1 failed; 2 not understood, "
    "or not possible on this machine; 3 port in use; 4 data folder not writable; 5 database; for look-ups 6 nobody "
    "could be asked, 7 only partly answered, 8 refused by the backend."
)


class _Told(TyperGroup):
    """All the commands: whatever ends one of them is told in a sentence."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # typer's own name for it
        """Run the command, and see what it wrote to its end."""
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()
        except (typer.Exit, typer.Abort, typer.TyperException):
            raise
        except Exception as error:  # noqa: BLE001  whatever it is, it is told
            from kiosk.commands.troubles import report

            raise typer.Exit(report(error)) from None


app = typer.Typer(
    name="kiosk",
    cls=_Told,
    help="A self-service terminal for Taipei's parking one-stop service. Without a command: kiosk run.",
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
    # Never: a traceback with local variables holds what the visitor typed.
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    rich_markup_mode=None,
)
database = typer.Typer(help="The backend's database.", no_args_is_help=True, rich_markup_mode=None)
device = typer.Typer(help="The terminals that may use a backend.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(database, name="db")
app.add_typer(device, name="terminal")
app.add_typer(device, name="device", hidden=True)  # its name before
claim = typer.Typer(help="Vehicles that two owners say are theirs.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(claim, name="claim")
owner = typer.Typer(help="Owners who have come to the counter.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(owner, name="owner")
content = typer.Typer(help="What the office publishes and sells.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(content, name="content")
tickets = typer.Typer(
    help="The register of an office that has it as a file.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(tickets, name="tickets")
flood = typer.Typer(help="Riverside car parks that must be cleared.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(flood, name="flood")


def _version(asked: bool) -> None:
    if asked:
        import platform

        typer.echo(f"kiosk {__version__} (Python {platform.python_version()})")
        raise typer.Exit


def _language(value: str | None) -> str | None:
    from kiosk.i18n import LANGUAGES

    if value is not None and value not in LANGUAGES:
        raise typer.BadParameter(f"choose from {', '.join(LANGUAGES)}")
    return value


def _moment(value: str | None) -> str | None:
    if value is not None:
        try:
            aware = datetime.fromisoformat(value).tzinfo is not None
        except ValueError:
            aware = False
        if not aware:
            raise typer.BadParameter("a moment with its zone, such as 2026-08-16T10:28+08:00")
    return value


def _offered(source: str) -> Callable[[str], list[str | tuple[str, str]]]:
    """Return what asks `kiosk.commands.completing` for the values that begin with what stands there already."""

    def offer(incomplete: str) -> list[str | tuple[str, str]]:
        from kiosk.commands import completing

        values: list[str | tuple[str, str]] = getattr(completing, source)()
        return [value for value in values if (value if isinstance(value, str) else value[0]).startswith(incomplete)]

    return offer


Backend = Annotated[
    str, typer.Option("--backend", metavar="URL", envvar="KIOSK_BACKEND", help="A central backend's address.")
]
Language = Annotated[
    str | None,
    typer.Option(
        "--language",
        metavar="LOCALE",
        callback=_language,
        autocompletion=_offered("languages"),
        help="zh-TW or en; else the shell's.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]
DatabaseUrl = Annotated[
    str,
    typer.Option(
        "--database-url", metavar="URL", help="postgresql://… or sqlite:///…; else the settings, else the data folder."
    ),
]
Clock = Annotated[
    str | None,
    typer.Option("--clock", metavar="MOMENT", callback=_moment, help="Start at this time, as 2026-08-16T10:28+08:00."),
]
Seed = Annotated[int, typer.Option("--seed", help="The number that the demo city grows from.")]
Lan = Annotated[bool, typer.Option("--lan", help="Let phones on the same network open the payer's page.")]
Demo = Annotated[
    bool | None,
    typer.Option("--demo/--no-demo", help="A synthetic city to try things in; else the settings, else yes."),
]
Office = Annotated[str, typer.Option("--office", metavar="NAME", help="The office's name, at the top of the screen.")]


@app.callback(invoke_without_command=True)
def main(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001  acts in its callback
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        run()


@app.command()
def run(
    backend: Backend = "",
    lan: Annotated[
        bool | None,
        typer.Option("--lan/--no-lan", help="Let phones on the same network open the payer's page; else the settings."),
    ] = None,
    demo: Demo = None,
    clock: Clock = None,
    seed: Seed = 1,
    office: Office = "",
    language: Language = None,
) -> None:
    """Open the kiosk on this terminal, with its own backend unless another one is named."""
    from kiosk.commands.run import run as open_kiosk

    code = open_kiosk(backend=backend, lan=lan, demo=demo, clock=clock, seed=seed, office=office, language=language)
    raise typer.Exit(code)


@app.command()
def serve(
    host: Annotated[str, typer.Option("--host", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option("--port", min=0, max=65535, help="0 is any that is free; it is told on standard output."),
    ] = PORT,
    fd: Annotated[
        int | None, typer.Option("--fd", hidden=True, help="A listening socket that is handed down, instead.")
    ] = None,
    phones_fd: Annotated[
        int | None, typer.Option("--phones-fd", hidden=True, help="Another one, for phones, with --lan.")
    ] = None,
    secrets_fd: Annotated[
        int | None, typer.Option("--secrets-fd", hidden=True, help="A pipe that holds the secrets.")
    ] = None,
    demo: Annotated[bool, typer.Option("--demo", help="A synthetic city and simulated providers.")] = False,
    lan: Lan = False,
    database_url: DatabaseUrl = "",
    clock: Clock = None,
    seed: Seed = 1,
    office: Office = "",
) -> None:
    """Run the backend for kiosks elsewhere."""
    from kiosk.commands.serve import serve as run_backend

    code = run_backend(
        host=host, port=port, fd=fd, phones_fd=phones_fd, secrets_fd=secrets_fd, demo=demo, lan=lan,
        database_url=database_url, clock=clock, seed=seed, office=office,
    )  # fmt: skip
    raise typer.Exit(code)


@app.command()
def lookup(
    plate: Annotated[str, typer.Argument(help="As on the plate: BKZ-5937. A dash alone reads it from standard input.")],
    type: Annotated[
        str,
        typer.Option(
            "--type",
            autocompletion=_offered("vehicle_types"),
            help="car, or motorcycle (heavy ones with red or yellow plates too).",
        ),
    ],
    as_json: AsJson = False,
    backend: Backend = "",
    demo: Demo = None,
    no_input: Annotated[bool, typer.Option("--no-input", help="Never ask: without a device token, say so.")] = False,
    language: Language = None,
) -> None:
    """Show what a vehicle owes.

    Exit code 0 means that everybody who was asked answered, also when nothing is owed; 6 that nobody could be asked;
    7 that more may be owed than is shown; 8 that the backend refused.
    """
    from kiosk.commands.lookup import lookup as ask

    code = ask(plate, type, as_json=as_json, backend=backend, demo=demo, language=language, no_input=no_input)
    raise typer.Exit(code)


@app.command()
def qr(text: Annotated[str, typer.Argument(help="What the code says. A dash alone reads it from input.")]) -> None:
    """Print a QR code the way the screen shows it."""
    from kiosk.commands.qr import qr as print_code

    raise typer.Exit(print_code(text))


@app.command()
def doctor(as_json: AsJson = False, backend: Backend = "", language: Language = None) -> None:
    """Look whether this machine can run a kiosk; say what to mend. Exit code 1 if anything must be mended."""
    from kiosk.commands.doctor import doctor as examine

    raise typer.Exit(examine(as_json=as_json, backend=backend, language=language))


@app.command()
def settings(
    example: Annotated[
        bool, typer.Option("--example", help="Every setting with what it is for, as a file to begin with.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show the settings that hold here, and what sets each; secrets are not shown. Exit code 2 if one is wrong."""
    from kiosk.commands.settings import example as explain
    from kiosk.commands.settings import show as show_settings

    raise typer.Exit(explain() if example else show_settings(as_json=as_json))


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
def check(
    file: Annotated[Path, typer.Argument(help="A copy that 'kiosk db backup' made.")], as_json: AsJson = False
) -> None:
    """Look whether a copy is whole, and say what it holds."""
    from kiosk.commands.backup import check as examine

    raise typer.Exit(examine(file, as_json=as_json))


@database.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A copy that 'kiosk db backup' made.")],
    database_url: DatabaseUrl = "",
    replace: Annotated[bool, typer.Option("--replace", help="Where a database is: keep it beside the copy.")] = False,
    as_json: AsJson = False,
) -> None:
    """Put a copy in the database's place, while neither the kiosk nor a backend runs."""
    from kiosk.commands.backup import restore as bring_back

    raise typer.Exit(bring_back(file, database_url, replace=replace, as_json=as_json))


@device.command()
def add(
    name: Annotated[str, typer.Argument(help="Where it stands, such as 'Songshan, window 3'.")],
    office: Annotated[str, typer.Option("--office", metavar="NAME", help="Where not the backend's own.")] = "",
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
) -> None:
    """Let a terminal use this backend; its token is printed once and kept nowhere."""
    from kiosk.commands.devices import add as let_in

    raise typer.Exit(let_in(name, database_url, office=office, as_json=as_json))


@device.command("list")
def show(database_url: DatabaseUrl = "", as_json: AsJson = False) -> None:
    """Show the terminals that may use this backend, and those that no longer may."""
    from kiosk.commands.devices import show as list_devices

    raise typer.Exit(list_devices(database_url, as_json=as_json))


@device.command()
def revoke(
    id: Annotated[str, typer.Argument(autocompletion=_offered("terminals"), help="As 'kiosk terminal list' shows it.")],
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
) -> None:
    """Shut a terminal out for good."""
    from kiosk.commands.devices import revoke as shut_out

    raise typer.Exit(shut_out(id, database_url, as_json=as_json))


@device.command()
def store(
    backend: Annotated[str, typer.Option("--backend", metavar="URL", help="The backend that the token is for.")],
) -> None:
    """Keep this terminal's token in the system's keyring; it is read from standard input and not shown."""
    from kiosk.commands.token import store as keep

    raise typer.Exit(keep(backend))


@claim.command("list")
def show_claims(database_url: DatabaseUrl = "", as_json: AsJson = False) -> None:
    """Show the claims that wait for the office, oldest first."""
    from kiosk.commands.claims import show as list_claims

    raise typer.Exit(list_claims(database_url, as_json=as_json))


@claim.command()
def grant(
    number: Annotated[str, typer.Argument(help="As 'kiosk claim list' shows it.")],
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
) -> None:
    """Let the vehicle be the claimant's, once the office has seen its licence; both owners are told."""
    from kiosk.commands.claims import grant as decide_for

    raise typer.Exit(decide_for(number, database_url, as_json=as_json))


@claim.command()
def refuse(
    number: Annotated[str, typer.Argument(help="As 'kiosk claim list' shows it.")],
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
) -> None:
    """Leave the vehicle with whoever has bound it; both owners are told."""
    from kiosk.commands.claims import refuse as decide_against

    raise typer.Exit(decide_against(number, database_url, as_json=as_json))


@owner.command()
def readmit(database_url: DatabaseUrl = "") -> None:
    """Let a mobile number have codes again, once the office knows its owner; it is read from standard input."""
    from kiosk.commands.owners import readmit as let_have_codes

    raise typer.Exit(let_have_codes(database_url))


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
        str, typer.Argument(autocompletion=_offered("areas"), help="tamsui, keelung, xindian, jingmei or shuangxi.")
    ],
    clear_by: Annotated[
        str,
        typer.Option("--clear-by", metavar="MOMENT", callback=_moment, help="As 2026-08-16T18:00+08:00."),
    ],
    database_url: DatabaseUrl = "",
) -> None:
    """Tell owners who chose this area until when it must be cleared; once, however often it is said."""
    from kiosk.commands.flood import announce as tell

    raise typer.Exit(tell(area, clear_by, database_url))


__all__ = ["Exit", "app"]
