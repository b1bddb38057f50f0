"""How much somebody who is not enrolled may ask for. Counted in the database: it holds across replicas and restarts.

Time is cut into windows of a use's length, each with a row of its own. One statement takes and counts, so that however
many ask at once, a window lets through what it holds and no more; two windows beside each other may be used up at once.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.ground.tables import allowances
from kiosk.backend.store.rows import delete_some
from kiosk.contract.problems import ProblemKind

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_KEPT = timedelta(days=1)

EVERYBODY = "everybody"
"""The subject of what is counted for all together."""


@dataclass(frozen=True, slots=True)
class Use:
    """Something that may be done `most` times in a window of `seconds`."""

    name: str
    most: int
    seconds: int


def take(connection: Connection, key: bytes, use: Use, subject: str, now: datetime) -> None:
    """Count one use by a subject, of which only a keyed hash is kept; raise `Refusal` (`RATE`) where none is left."""
    window = timedelta(seconds=use.seconds)
    since = now - (now - _EPOCH) % window
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    taken = connection.execute(
        insert(allowances)
        .values(subject=_hidden(key, subject), use=use.name, since=since, used=1)
        .on_conflict_do_update(
            index_elements=[allowances.c.subject, allowances.c.use, allowances.c.since],
            set_={"used": allowances.c.used + 1},
            where=allowances.c.used < use.most,
        )
        .returning(allowances.c.used)
    ).one_or_none()
    if taken is None:
        raise Refusal(ProblemKind.RATE, wait=(since + window - now).total_seconds())


def forget_old(connection: Connection, now: datetime) -> int:
    """Forget windows that are long over; return how many."""
    return delete_some(connection, allowances, allowances.c.since < now - _KEPT)


def neighbourhood(address: str) -> str:
    """Return what of an address its holder cannot choose: all of IPv4, the network of IPv6."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        # So a server that listens for both kinds names one of IPv4; all of those are in one network of IPv6.
        found = found.ipv4_mapped or found
    return str(ip_network((found, 64), strict=False)) if isinstance(found, IPv6Address) else str(found)


def _hidden(key: bytes, subject: str) -> str:
    return hmac.new(key, b"allowance of " + subject.encode(), hashlib.sha256).hexdigest()
