"""`python -m kiosk` and the command `kiosk`. What the screen waits for is imported first, everything else later."""

from __future__ import annotations

import gc
import os
import sys

from kiosk.platform.terminal import splash, streams


def main() -> int:
    """Run the command line; return the exit code."""
    forget_developer_switches()
    streams.fill()
    arguments = sys.argv[1:]
    # At TAB, a shell asks by a variable, and with no arguments.
    asked = os.environ.get("_KIOSK_COMPLETE")
    if asked is None and arguments[:1] in ([], ["run"]) and (options := run_options(arguments[1:])) is not None:
        return _run(options)
    if asked is not None:
        from kiosk.cli.shells import complete

        return complete(asked)
    from kiosk.cli import app

    streams.prepare_output()
    streams.prepare_input()
    app()
    return 0


def forget_developer_switches() -> None:
    """Take Textual's variables out of the environment before Textual reads it.

    They load a driver from anywhere, log every key, press keys, write pictures of the screen and let signals through.
    """
    for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
        del os.environ[name]


def run_options(arguments: list[str]) -> dict[str, str | bool] | None:
    """Return the options of `kiosk run`, or None where typer has to parse: for help, for mistakes, for anything else.

    Typer costs a tenth of the start, and the usual ways to start a kiosk are few. Keys and defaults are those of
    `kiosk.start.start`; `kiosk run` in `kiosk.cli` passes the same.
    """
    options: dict[str, str | bool] = {}
    rest = list(arguments)
    while rest:
        match rest.pop(0):
            case "--lan":
                options["lan"] = True
            case "--demo":
                options["demo"] = True
            case "--no-demo":
                options["demo"] = False
            case "--backend" if rest and not rest[0].startswith("-"):
                options["backend"] = rest.pop(0)
            case _:
                return None
    return options


def settings_may_say() -> bool:
    """Say whether there are settings: reading them costs a third of the start, and the demo has none.

    A file that cannot be looked at may say anything.
    """
    from kiosk.platform.machine.paths import PLACES, config_file, config_is_named

    if any(name.upper().startswith("KIOSK_") and name not in PLACES for name in os.environ):
        return True
    try:
        file = config_file()
        return file is not None and file.stat().st_size > 0
    except FileNotFoundError:
        return config_is_named()
    except OSError:
        return True


def _run(options: dict[str, str | bool]) -> int:
    if settings_may_say():
        from kiosk.commands.run import reported

        return reported(**options)
    splash.show()
    from kiosk.platform.terminal import signals

    signals.leave_during_start()
    gc.disable()  # importing makes much and drops little: the collector only costs there
    from kiosk.start import start

    return start(**options)  # type: ignore[arg-type]  # run_options gives each its type


if __name__ == "__main__":
    sys.exit(main())
