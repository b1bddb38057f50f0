"""`kiosk terminal store`: this terminal's token, kept where the machine keeps secrets."""

from __future__ import annotations

import getpass
import sys

from kiosk.commands.exits import Exit
from kiosk.commands.output import print_json

_LONGEST = 4096


def store(backend: str, *, as_json: bool) -> int:
    """Read a token from standard input, without showing it on a terminal, and keep it; return the exit code."""
    from kiosk.platform.machine.secrets import SecretError, account, store_token

    token = getpass.getpass("Token: ", sys.stderr) if sys.stdin.isatty() else sys.stdin.readline(_LONGEST)
    if not token.strip():
        sys.stderr.write("No token came on standard input.\n")
        return Exit.USAGE
    try:
        store_token(backend, token)
    except SecretError as error:
        sys.stderr.write(f"{error}\n")
        return Exit.FAILED
    sys.stderr.write("The token is kept in the system's keyring.\n")
    if as_json:
        print_json({"schema": "kiosk.token/1", "backend": account(backend), "stored": True})
    return Exit.DONE
