"""Error handling of all commands: every exception becomes one sentence, never a traceback."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from typer.core import TyperGroup

from kiosk.cli.shells import described, obey


class Sentences(TyperGroup):
    """The group of all commands."""

    def get_params(self, ctx: typer.Context) -> list[Any]:  # type: ignore[override]  # typer's own name for it
        parameters = super().get_params(ctx)
        described(parameters)
        return parameters

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]  # as above
        with _as_sentences():
            if not ctx.resilient_parsing:
                obey(ctx, args)
            return super().parse_args(ctx, args)

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # as above
        """Run the command, and see what it wrote to its end."""
        with _as_sentences():
            return super().invoke(ctx)


@contextmanager
def _as_sentences() -> Iterator[None]:
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except (typer.Exit, typer.Abort, typer.TyperException):
        raise
    except Exception as error:  # noqa: BLE001  every exception becomes a sentence
        from kiosk.commands.troubles import report

        raise typer.Exit(report(error)) from None
