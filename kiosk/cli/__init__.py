"""The command line. Each command imports what it needs inside itself: `kiosk run` must not wait for the others."""

from __future__ import annotations

from typing import Annotated

import typer

from kiosk import __version__
from kiosk.backend import PORT
from kiosk.cli.fleet import fleet
from kiosk.cli.gateways import gateway
from kiosk.cli.logs import logs
from kiosk.cli.looking_up import explain, lookup
from kiosk.cli.money import day_close, difference, reconcile
from kiosk.cli.office import claim, content, flood, owner, tickets
from kiosk.cli.offices import office as offices
from kiosk.cli.options import (
    CITY_CODES,
    AsJson,
    Backend,
    City,
    Clock,
    Contract,
    DatabaseUrl,
    Demo,
    Lan,
    Language,
    Office,
    Seed,
    Twqrp,
    offered,
)
from kiosk.cli.printer import printer
from kiosk.cli.sentences import Sentences
from kiosk.cli.staff import audit, staff
from kiosk.cli.storage import database
from kiosk.cli.terminals import terminal

_EPILOG = (
    "Data goes to standard output, everything else to standard error. Exit codes: 0 done; 1 failed; 2 not understood, "
    "or not possible on this machine; 3 port in use; 4 data folder not writable; 5 database; for look-ups 6 no "
    "register could be asked, 7 only partly answered, 8 refused by the backend."
)

app = typer.Typer(
    name="kiosk",
    cls=Sentences,
    help="A self-service terminal for Taipei's parking one-stop service. Without a command: kiosk run.",
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
    # Never: a traceback with local variables holds what the visitor typed.
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    rich_markup_mode=None,
)
app.add_typer(database, name="db")
app.add_typer(terminal, name="terminal")
app.add_typer(terminal, name="device", hidden=True)  # its name before
app.add_typer(fleet, name="fleet")
app.add_typer(printer, name="printer")
app.add_typer(gateway, name="gateway")
app.add_typer(offices, name="office")
app.add_typer(claim, name="claim")
app.add_typer(owner, name="owner")
app.add_typer(staff, name="staff")
app.add_typer(audit, name="audit")
app.add_typer(content, name="content")
app.add_typer(tickets, name="tickets")
app.add_typer(flood, name="flood")
app.add_typer(logs, name="logs")
app.command()(reconcile)
app.command("day-close")(day_close)
app.add_typer(difference, name="difference")


def _version(asked: bool) -> None:
    if asked:
        import platform

        typer.echo(f"kiosk {__version__} (Python {platform.python_version()})")
        raise typer.Exit


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
    profile: City = None,
) -> None:
    """Open the kiosk on this terminal, with its own backend unless another one is named."""
    from kiosk.commands.run import run as open_kiosk

    if profile is not None and (backend or demo):
        raise typer.BadParameter("it is a backend of this terminal's own, and no demo", param_hint="--profile")
    code = open_kiosk(
        backend=backend, lan=lan, demo=demo, clock=clock, seed=seed, office=office, language=language,
        city="" if profile is None else CITY_CODES[profile],
    )  # fmt: skip
    raise typer.Exit(code)


@app.command()
def serve(
    host: Annotated[str, typer.Option("--host", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option("--port", min=0, max=65535, help="0 is any that is free; it is written to standard output."),
    ] = PORT,
    metrics_port: Annotated[
        int | None,
        typer.Option("--metrics-port", min=0, max=65535, help="Tell the figures for Prometheus at this port."),
    ] = None,
    metrics_host: Annotated[
        str, typer.Option("--metrics-host", help="The address for that; no credentials are asked for.")
    ] = "127.0.0.1",
    desk_port: Annotated[
        int | None,
        typer.Option("--desk-port", min=0, max=65535, help="Let the office's staff sign in at this port."),
    ] = None,
    desk_host: Annotated[
        str, typer.Option("--desk-host", help="The address for that; a proxy with TLS stands before any but loopback.")
    ] = "127.0.0.1",
    fd: Annotated[
        int | None, typer.Option("--fd", hidden=True, help="A listening socket that is handed down, instead.")
    ] = None,
    phones_fd: Annotated[
        int | None, typer.Option("--phones-fd", hidden=True, help="Another one, for phones, with --lan.")
    ] = None,
    desk_fd: Annotated[int | None, typer.Option("--desk-fd", hidden=True, help="Another one, for the staff.")] = None,
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
        metrics_host=metrics_host, metrics_port=metrics_port, desk_host=desk_host, desk_port=desk_port, desk_fd=desk_fd,
    )  # fmt: skip
    raise typer.Exit(code)


@app.command()
def desk(
    backend: Annotated[
        str,
        typer.Option(
            "--backend",
            metavar="URL",
            help="Where a backend lets staff in (kiosk serve --desk-port); http://127.0.0.1:8090 without it.",
        ),
    ] = "",
    demo: Annotated[
        bool, typer.Option("--demo", help="A backend of its own with a synthetic city, and people to sign in as.")
    ] = False,
    seed: Seed = 1,
    counter: Annotated[
        str, typer.Option("--counter", metavar="NAME", help="What this window calls itself; it stands in the audit.")
    ] = "",
    language: Language = None,
) -> None:
    """Open the staff's desk on this terminal: find whatever a person has in their hand, and what to tell them."""
    from kiosk.languages import DEFAULT_LANGUAGE

    if demo:
        from kiosk.commands.desk_demo import desk_demo

        if backend:
            raise typer.BadParameter("it is a backend of this desk's own", param_hint="--demo")
        raise typer.Exit(desk_demo(seed=seed, counter=counter, language=language or DEFAULT_LANGUAGE))
    from kiosk.commands.desk import BACKEND
    from kiosk.commands.desk import desk as open_desk

    raise typer.Exit(open_desk(backend or BACKEND, counter=counter, language=language or DEFAULT_LANGUAGE))


@app.command()
def trigger(
    name: Annotated[
        str, typer.Argument(autocompletion=offered("situations"), help="As --list shows it: payment.unknown.")
    ] = "",
    show_list: Annotated[bool, typer.Option("--list", help="Show every situation, and what is typed for it.")] = False,
    seed: Seed = 1,
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
) -> None:
    """Bring the demo, running or not, into a situation that people at the counter tell of; print what was made."""
    from kiosk.commands.completing import situations
    from kiosk.commands.trigger import show as list_situations
    from kiosk.commands.trigger import trigger as bring_about

    if show_list:
        raise typer.Exit(list_situations(as_json=as_json))
    known = [one for one, _ in situations()]
    if name not in known:
        raise typer.BadParameter(f"choose from {', '.join(known)}", param_hint="NAME")
    raise typer.Exit(bring_about(name, database_url, seed=seed, as_json=as_json))


app.command()(lookup)
app.command()(explain)


@app.command()
def support(
    code: Annotated[str, typer.Argument(help="As the visitor reads it from the screen: S-7ZK3M0W.")],
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
) -> None:
    """Show when, where and how something failed, by the code that a visitor reads aloud; exit code 1 if not known."""
    from kiosk.commands.support import show

    raise typer.Exit(show(code, database_url, as_json=as_json))


@app.command()
def qr(
    text: Annotated[list[str], typer.Argument(help="What the code says. A mere dash reads it from input.")],
    twqrp: Annotated[
        Twqrp | None,
        typer.Option(
            "--twqrp", help="Make a code for banks' apps of FIELD=VALUE ... instead, or read what such a payload says."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print a QR code the way the screen shows it."""
    if twqrp is not None:
        from kiosk.commands.twqrp import twqrp as print_twqrp

        raise typer.Exit(print_twqrp(twqrp.value, text, as_json=as_json))
    from kiosk.commands.qr import qr as print_code

    if len(text) > 1 or as_json:
        raise typer.BadParameter("one text, in quotes if it has blanks; fields and --json go with --twqrp")
    raise typer.Exit(print_code(text[0]))


@app.command()
def doctor(as_json: AsJson = False, backend: Backend = "", language: Language = None) -> None:
    """Check whether this machine can run a kiosk; say what to mend. Exit code 1 if anything must be mended."""
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


@app.command()
def openapi(
    contract: Annotated[
        Contract,
        typer.Argument(help="That with terminals, the desk, a payment platform or another city."),
    ] = Contract.TERMINALS,
) -> None:
    """Print a contract of this version as an OpenAPI document."""
    from kiosk.commands.openapi import show as print_contract

    raise typer.Exit(print_contract(contract.value))
