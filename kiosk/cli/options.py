"""The options that several commands have, and what is taken as their values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import typer


def _language(value: str | None) -> str | None:
    from kiosk.languages import LANGUAGES

    if value is not None and value not in LANGUAGES:
        raise typer.BadParameter(f"choose from {', '.join(LANGUAGES)}")
    return value


def moment(value: str | None) -> str | None:
    if value is not None:
        try:
            aware = datetime.fromisoformat(value).tzinfo is not None
        except ValueError:
            aware = False
        if not aware:
            raise typer.BadParameter("a moment with its zone, such as 2026-08-16T10:28+08:00")
    return value


def day(value: str) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise typer.BadParameter("a day such as 2026-11-28") from None
    return value


def offered(source: str) -> Callable[[str], list[str | tuple[str, str]]]:
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
        autocompletion=offered("languages"),
        help="A locale, such as zh-TW or en; else the shell's.",
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
    typer.Option("--clock", metavar="MOMENT", callback=moment, help="Start at this time, as 2026-08-16T10:28+08:00."),
]
Seed = Annotated[int, typer.Option("--seed", help="The number that the demo city grows from.")]
Lan = Annotated[bool, typer.Option("--lan", help="Let phones on the same network open the payer's page.")]
Demo = Annotated[
    bool | None,
    typer.Option("--demo/--no-demo", help="A synthetic city to try things in; else the settings, else yes."),
]
Office = Annotated[str, typer.Option("--office", metavar="NAME", help="The office's name, at the top of the screen.")]


class Profile(StrEnum):
    """A real city that is asked by the national bill query."""

    TAIPEI = "taipei"


CITY_CODES = {Profile.TAIPEI: "TPE"}
"""As `assets/registers/national.toml` has them."""
City = Annotated[
    Profile | None,
    typer.Option("--profile", help="Ask the real city itself by the national bill query; the demo stays away."),
]


class Twqrp(StrEnum):
    """What is done with a payload for banks' apps."""

    BILL = "bill"
    TRANSFER = "transfer"
    READ = "read"


class Contract(StrEnum):
    """Who talks to the backend by a contract of its own."""

    TERMINALS = "terminals"
    DESK = "desk"
    PLATFORM = "platform"
    CITY = "city"


def group(purpose: str) -> typer.Typer:
    """Return a group of commands, which shows what it has when nothing is asked of it."""
    return typer.Typer(help=purpose, no_args_is_help=True, rich_markup_mode=None)


InOffice = Annotated[
    str,
    typer.Option(
        "--office", metavar="CODE", autocompletion=offered("offices"), help="Where not the backend's own office."
    ),
]
ToOffice = Annotated[
    str,
    typer.Option(
        "--office",
        metavar="CODE",
        autocompletion=offered("offices"),
        help="As 'kiosk office list' shows it; '' for the backend's own.",
    ),
]
