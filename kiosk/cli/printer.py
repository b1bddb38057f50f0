"""`kiosk printer`: the printer of this terminal."""

from __future__ import annotations

import typer

from kiosk.cli.options import AsJson, Language, group

printer = group("The printer of this terminal.")


@printer.callback()
def _printer() -> None:
    """Stands here so that the one command below keeps its name."""


@printer.command("test")
def print_test_page(as_json: AsJson = False, language: Language = None) -> None:
    """Print a page with letters and codes, and say how the printer is. Exit code 1 if it did not print."""
    from kiosk.commands.printer import try_out

    raise typer.Exit(try_out(as_json=as_json, language=language))
