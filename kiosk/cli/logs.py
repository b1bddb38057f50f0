"""`kiosk logs`: what was written down of failures, requests and states."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.options import AsJson, group

logs = group("What this terminal and its backend have written down; never a visitor's words.")


def _status(text: str) -> str:
    from kiosk.commands.log_lines import is_status

    if text and not is_status(text):
        raise typer.BadParameter("a status such as 503, or a class of them such as 5xx")
    return text


def _support(text: str) -> str:
    from kiosk.domain.support_code import read_code

    code = read_code(text) if text else ""
    if code is None:
        raise typer.BadParameter("a support code such as S-7ZK3M0W")
    return code


@logs.command()
def tail(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="Files of kiosks and backends, or - ; else this machine's own log."),
    ] = None,
    lines: Annotated[int, typer.Option("--lines", "-n", min=0, max=1_000_000, help="The last so many.")] = 20,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on with what comes, until Ctrl+C.")] = False,
    status: Annotated[
        str, typer.Option("--status", metavar="STATUS", callback=_status, help="As 503, or 5xx for all of them.")
    ] = "",
    route: Annotated[str, typer.Option("--route", metavar="ROUTE", help="The beginning of it: /v1/payments.")] = "",
    terminal: Annotated[str, typer.Option("--terminal", metavar="ID", help="As kiosk terminal list has it.")] = "",
    request: Annotated[str, typer.Option("--request", metavar="ID", help="The id of one request.")] = "",
    support: Annotated[
        str, typer.Option("--support", metavar="CODE", callback=_support, help="As a visitor reads it aloud.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Show the last lines of a log, those of several in the order of their moments, and what comes to them."""
    from kiosk.commands.log_lines import Filter
    from kiosk.commands.logs import tail as show

    wanted = Filter(status=status, route=route, terminal=terminal, request=request, support=support)
    raise typer.Exit(show(files or [], wanted, most=lines, follow=follow, as_json=as_json))
