"""Why a database cannot be used, in words for the administrator.

PostgreSQL's library gives no code for what happens before a connection stands, only its text: libpq's own in English,
the server's in the language that it was set up in. SQLite names its errors. What is unknown gets a general message.
"""

from __future__ import annotations

import re

_OF_SERVERS = (
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

_OF_FILES = (
    ("SQLITE_CANTOPEN", "its file cannot be opened: is its folder there, and may this user read and write in it?"),
    ("SQLITE_NOTADB", "its file is none of SQLite's: name another one, or come back from a copy (kiosk db restore)"),
    ("SQLITE_CORRUPT", "its file is damaged: come back from a copy (kiosk db restore)"),
    ("SQLITE_READONLY", "this user may not write its file: whose is it, and whose is the folder?"),
    ("SQLITE_IOERR", "the disk that its file lies on does not read or write"),
)
"""By how SQLite's names for its errors begin (sqlite.org/rescode.html)."""


def why(error: BaseException) -> str | None:
    """Return why a connection did not come about, None where nothing tells. Never a text of the driver's."""
    cause: BaseException | None = error
    while cause is not None:
        name = getattr(cause, "sqlite_errorname", "")
        for beginning, reason in _OF_FILES:
            if name.startswith(beginning):
                return reason
        for pattern, reason in _OF_SERVERS:
            if re.search(pattern, str(cause)):
                return reason
        cause = cause.__cause__
    return None
