"""Completion at TAB, and the options that show and install it for a shell: the library takes the one it runs in."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import redirect_stderr
from typing import Any

import typer

SHELLS = ("bash", "zsh", "fish")

_HELP = {
    "install_completion": "Install completion for this shell, or for the one named after it: bash, zsh or fish.",
    "show_completion": "Show completion for this shell, or for the one named after it, to copy it.",
}


def described(parameters: Iterable[Any]) -> None:
    """Have the library's own two options say that they may be followed by a shell."""
    for parameter in parameters:
        if parameter.name in _HELP:
            parameter.help = _HELP[parameter.name]


def obey(context: typer.Context, arguments: Sequence[str]) -> None:
    """Show or install completion and end, where these arguments ask for that and name a shell; else return."""
    if not arguments:
        return
    option, _, shell = arguments[0].partition("=")
    shell = shell or next(iter(arguments[1:]), "")
    if option not in ("--show-completion", "--install-completion") or not shell or shell.startswith("-"):
        return
    if shell not in SHELLS:
        raise typer.BadParameter(f"choose from {', '.join(SHELLS)}", context, param_hint=option)
    from typer import completion

    act = completion.show_callback if option == "--show-completion" else completion.install_callback
    act(context, context.command.params[0], shell)


def complete(asked: str) -> int:
    """Tell a shell what may stand at its prompt, and nothing else, whatever happens; return the exit code.

    `asked` is what the shell's own function says in the environment: `complete_bash`, or `source_bash` for itself.
    """
    from kiosk.cli import app

    if not asked.startswith("complete_"):
        app()  # the script for a shell, or a word that is none
        return 0
    # What is written beside the completions lands in the middle of the line that somebody is typing.
    with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stderr(nowhere):  # noqa: PTH123
        try:
            app()
        except Exception:  # noqa: BLE001  the command itself says what is wrong
            return 1
    return 0
