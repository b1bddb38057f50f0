"""`kiosk gateway`: who moves the money."""

from __future__ import annotations

from typing import Annotated

import typer

from kiosk.cli.options import AsJson, Language, group

gateway = group("Who moves the money: payment platforms, and whether they speak the contract.")


@gateway.command()
def check(
    url: Annotated[str, typer.Argument(help="The platform's address, as provider_url has it.")],
    name: Annotated[
        str, typer.Option("--gateway", metavar="NAME", help="Whose secret to take; else that of provider_url.")
    ] = "platform",
    provider: Annotated[
        str, typer.Option("--provider", metavar="CODE", help="For which provider the orders are placed.")
    ] = "jkopay",
    listen: Annotated[
        str, typer.Option("--listen", metavar="HOST:PORT", help="Where to hear the platform's messages.")
    ] = "",
    result_url: Annotated[
        str, typer.Option("--result-url", metavar="URL", help="The address under which the platform reaches that.")
    ] = "",
    wait: Annotated[
        float, typer.Option("--wait", min=0, max=3600, help="Seconds for an outcome, and for each message.")
    ] = 20.0,
    yes: Annotated[bool, typer.Option("--yes", help="Place orders on another machine, too.")] = False,
    as_json: AsJson = False,
    language: Language = None,
) -> None:
    """Try a payment platform against the contract, rule by rule; exit code 1 if it keeps one of them not.

    It PLACES TEST ORDERS: two of three dollars, which are given back. Try a platform's test system, never the one where
    people pay. What it tries is described in docs/operating/provider.md. The secret comes from the environment, a
    credential or the keyring, and is never shown.
    """
    from kiosk.commands.gateway_check import Asked
    from kiosk.commands.gateway_check import check as try_out

    asked = Asked(url, name, provider, listen, result_url, wait, yes)
    raise typer.Exit(try_out(asked, as_json=as_json, language=language))


@gateway.command()
def simulate(
    name: Annotated[
        str, typer.Argument(help="A gateway of the settings; else the platform that provider_url names.")
    ] = "platform",
    port: Annotated[
        int | None,
        typer.Option("--port", min=0, max=65535, help="Else that of its address; 0 is any that is free."),
    ] = None,
    language: Language = None,
) -> None:
    """Answer on this machine as a gateway does, to try an office's own side; no money moves. The address is printed.

    Its kind, its ids and its secret are those of the settings, and its address there leads to this machine.
    """
    from kiosk.commands.gateway_simulate import simulate as answer

    raise typer.Exit(answer(name, port, language=language))
