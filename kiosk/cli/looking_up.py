"""Commands that say what is owed, and how it is made up."""

from __future__ import annotations

from typing import Annotated

import typer

from kiosk.cli.options import CITY_CODES, AsJson, Backend, City, Demo, Language, offered


def lookup(
    plate: Annotated[
        str, typer.Argument(help="As on the plate: BKZ-5937. A mere dash reads it from standard input.")
    ] = "",
    type: Annotated[
        str,
        typer.Option(
            "--type",
            autocompletion=offered("vehicle_types"),
            help="car, or motorcycle (heavy ones with red or yellow plates too); both are looked up without it.",
        ),
    ] = "",
    as_json: AsJson = False,
    backend: Backend = "",
    demo: Demo = None,
    no_input: Annotated[bool, typer.Option("--no-input", help="Never ask: without a device token, say so.")] = False,
    language: Language = None,
    all_cities: Annotated[
        bool,
        typer.Option(
            "--all-cities",
            help="Ask every county and city by the national bill query, without a backend; needs --type, which may be "
            "other too.",
        ),
    ] = False,
    plates: Annotated[
        str,
        typer.Option(
            "--plates", metavar="FILE", help="With --all-cities: a file of plates, a line each, like BKZ-5937,car."
        ),
    ] = "",
    profile: City = None,
    code: Annotated[
        bool, typer.Option("--qr", help="With --profile: the city's own payment code of each ticket.")
    ] = False,
) -> None:
    """Show what a vehicle owes; a plate that owes something as the other type is shown in any case.

    Exit code 0 means that every register answered, also when nothing is owed; 6 that none could be asked;
    7 that more may be owed than is shown; 8 that the backend refused.
    """
    if plates and not all_cities:
        # Never by mistake: it sends the plates to all of them.
        raise typer.BadParameter("it goes with --all-cities", param_hint="--plates")
    if code and (profile is None or as_json):
        raise typer.BadParameter("it goes with --profile, and not with --json", param_hint="--qr")
    if profile is not None and (all_cities or backend):
        raise typer.BadParameter("it asks one city, without a backend", param_hint="--profile")
    if all_cities or profile is not None:
        from kiosk.commands.lookup_cities import lookup_cities as ask_cities

        only = None if profile is None else CITY_CODES[profile]
        ended = ask_cities(
            plate, type, plates=plates, as_json=as_json, demo=demo, language=language, only=only, codes=code
        )
        raise typer.Exit(ended)
    from kiosk.commands.lookup import lookup as ask

    ended = ask(plate, type, as_json=as_json, backend=backend, demo=demo, language=language, no_input=no_input)
    raise typer.Exit(ended)


def explain(
    number: Annotated[
        str, typer.Argument(help="A ticket's or a notice's number, or what a scanner read of its paper.")
    ],
    as_json: AsJson = False,
    backend: Backend = "",
    demo: Demo = None,
    no_input: Annotated[bool, typer.Option("--no-input", help="Never ask: without a device token, say so.")] = False,
    language: Language = None,
) -> None:
    """Show how the amount of a ticket or a notice is made up, line by line; exit code 1 if it is not owed."""
    from kiosk.commands.explain import explain as show_lines

    raise typer.Exit(
        show_lines(number, as_json=as_json, backend=backend, demo=demo, language=language, no_input=no_input)
    )
