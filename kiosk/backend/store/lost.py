"""Why a database cannot be used, in words for the administrator.

PostgreSQL's library gives no code for what happens before a connection stands, only its text: libpq's own in English,
the server's in the language that it was set up in. SQLite names its errors. What is unknown gets a general message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiosk.i18n import Message, say

_OF_SERVERS = (
    (r"password authentication failed|no password supplied", say("database-refuses-password")),
    (r'role "[^"]*" does not exist', say("database-knows-no-user")),
    (r'database "[^"]*" does not exist', say("database-has-none")),
    (r"no pg_hba\.conf entry", say("database-keeps-out")),
    (r"resolve host|translate host name|Name or service not known", say("database-no-machine")),
    (r"Connection refused|No such file or directory", say("database-nothing-listens")),
    (r"timeout expired|timed out", say("database-no-answer")),
    (r"Network is unreachable|No route to host", say("database-no-way")),
    (r"invalid response to (SSL|GSSAPI) negotiation|expected authentication request", say("database-strange-server")),
    (r"certificate|SSL|sslmode", say("database-no-tls")),
    (r"unsupported startup parameter", say("database-pooler")),
    (r"remaining connection slots|too many clients", say("database-crowded")),
    (r"starting up|shutting down|recovery", say("database-not-up")),
)

_OF_FILES = (
    ("SQLITE_CANTOPEN", say("database-file-closed")),
    ("SQLITE_NOTADB", say("database-file-strange")),
    ("SQLITE_CORRUPT", say("database-file-damaged")),
    ("SQLITE_READONLY", say("database-file-read-only")),
    ("SQLITE_IOERR", say("database-file-disk")),
)
"""By how SQLite's names for its errors begin (sqlite.org/rescode.html)."""


def why(error: BaseException) -> Message | None:
    """Return why a connection did not come about, None where nothing tells. Never a text of the driver's."""
    causes = list(_causes(error))
    if names := [name for cause in causes if (name := getattr(cause, "sqlite_errorname", ""))]:
        # Only by its name: what stands in the text is the statement, which may say anything.
        return next((reason for beginning, reason in _OF_FILES if names[0].startswith(beginning)), None)
    texts = [str(cause) for cause in causes]
    return next((reason for text in texts for pattern, reason in _OF_SERVERS if re.search(pattern, text)), None)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__
