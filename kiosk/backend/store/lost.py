"""Why a database server cannot be reached, in words for the administrator.

PostgreSQL's library gives no code for what happens before a connection stands, only its text: libpq's own in English,
the server's in the language that it was set up in. An unknown one gets a general message.
"""

from __future__ import annotations

import re

_REASONS = (
    (r"password authentication failed|no password supplied", "it does not take this user's password"),
    (r'role "[^"]*" does not exist', "it has no user of this name"),
    (r'database "[^"]*" does not exist', "it has no database of this name: make it with createdb"),
    (r"no pg_hba\.conf entry", "it does not let this user in from this machine (pg_hba.conf)"),
    (r"resolve host|translate host name|Name or service not known", "there is no machine of this name"),
    (r"Connection refused|No such file or directory", "nothing listens there: is it running, is the port right?"),
    (r"timeout expired|timed out", "it does not answer: is the machine up, does a firewall stand in between?"),
    (r"Network is unreachable|No route to host", "this machine has no way to it"),
    (
        r"invalid response to (SSL|GSSAPI) negotiation|expected authentication request",
        "what listens there is no PostgreSQL: is the port right?",
    ),
    (r"certificate|SSL|sslmode", "TLS with it does not come about: look at sslmode and the certificates"),
    (
        r"unsupported startup parameter",
        "it is a pooler (pgbouncer): set database_direct_url in [backend] to the server behind it",
    ),
    (r"remaining connection slots|too many clients", "it has no connection left"),
    (r"starting up|shutting down|recovery", "it is starting, or shutting down: try again"),
)


def why(error: BaseException) -> str | None:
    """Return why a connection did not come about, None where the text does not tell. Never the text itself."""
    cause: BaseException | None = error
    while cause is not None:
        for pattern, reason in _REASONS:
            if re.search(pattern, str(cause)):
                return reason
        cause = cause.__cause__
    return None
