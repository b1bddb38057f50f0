"""The terminals that may ask: one token each, of which the database knows only the hash."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.perform import Arguments, Office, perform
from kiosk.backend.terminals import statements
from kiosk.contract.problems import ProblemKind
from kiosk.contract.wire import EMBEDDED_TERMINAL

_ID = re.compile(r"[0-9a-f]{32}\Z")


@dataclass(frozen=True, slots=True)
class TerminalRecord:
    """A terminal as the desk sees it; its token is never shown."""

    id: str
    name: str
    created_at: datetime
    revoked_at: datetime | None
    office_code: str | None
    """Of where it stands; None for the backend's own office, and where only the name is known."""
    office: str | None
    """The Chinese name of where it stands; None for the backend's own office."""
    last_seen_at: datetime | None
    """When it asked something last, a few minutes late; None for one that never did."""
    version: str | None
    """The version that it ran then."""
    reported_at: datetime | None
    """When it last said how it is; None for one that never did."""
    started_at: datetime | None
    """Since when it runs, by that report."""
    printer: str | None
    """How its printer was then, a `PrinterState`."""
    closed_for: str | None
    """Why it is out of service, a `ClosedReason`; None where it serves."""
    closed_at: datetime | None
    closed_by: str | None
    """Who said so."""
    complaints: int = 0
    """How many reports of counters are not dealt with."""


class UnknownOfficeError(LookupError):
    """No office has the code that a terminal was to stand in."""


def is_id(text: str) -> bool:
    """Say whether a text is a terminal's id, and no name or number that was typed in its place."""
    return _ID.match(text) is not None


def hash_of(token: str) -> str:
    """Return the SHA-256 of a token. Tokens have 256 random bits: a slow hash would protect nothing more."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def enrol(office: Office, acting: Acting, name: str, *, place: str | None = None) -> tuple[str, str]:
    """Let a terminal use the backend, at an office of its own or the backend's; return its id and its token.

    The token is kept nowhere else. `place` is the code of an office. Raise `UnknownOfficeError`, and what `perform`
    raises.
    """
    id = secrets.token_hex(16)
    return perform(
        office,
        acting,
        "terminal.add",
        Arguments(id),
        lambda connection: add(connection, name, office.clock.now(), id=id, office=place),
    )


def move(office: Office, acting: Acting, terminal_id: str, place: str | None) -> None:
    """Let a terminal stand in another office, by its code, or with None in the backend's own.

    Raise `Refusal` (`NOT_FOUND`) where there is no such terminal, `UnknownOfficeError`, and what `perform` raises.
    """

    def work(connection: Connection) -> None:
        if not let_stand(connection, terminal_id, place):
            raise Refusal(ProblemKind.NOT_FOUND)

    perform(office, acting, "terminal.move", Arguments(terminal_id if is_id(terminal_id) else None), work)


def revoke(office: Office, acting: Acting, terminal_id: str) -> None:
    """Shut a terminal out; raise `Refusal` (`NOT_FOUND`) where there is none to shut out, and what `perform` raises."""

    def work(connection: Connection) -> None:
        if not shut_out(connection, terminal_id, office.clock.now()):
            raise Refusal(ProblemKind.NOT_FOUND)

    perform(office, acting, "terminal.revoke", Arguments(terminal_id if is_id(terminal_id) else None), work)


def add(
    connection: Connection,
    name: str,
    now: datetime,
    *,
    id: str | None = None,
    token: str | None = None,
    guest_until: datetime | None = None,
    office: str | None = None,
) -> tuple[str, str]:
    """Keep a terminal, or with `guest_until` a guest; return its id and its token, kept nowhere else.

    For whatever no one of the staff does: `enrol` is theirs. `office` is the code of where it stands, None for the
    backend's own. Raise `UnknownOfficeError`.
    """
    check_office(connection, office)
    token = token or secrets.token_urlsafe(32)
    terminal_id = id or secrets.token_hex(16)
    statements.enrol(
        connection,
        id=terminal_id,
        name=name,
        token_hash=hash_of(token),
        created_at=now,
        guest_until=guest_until,
        office_code=office,
    )
    return terminal_id, token


def let_stand(connection: Connection, terminal_id: str, office: str | None) -> bool:
    """Let a terminal stand in another office, in a write transaction; see `move`. Return whether there is such one."""
    check_office(connection, office)
    return statements.move(connection, terminal_id, office) == 1


def check_office(connection: Connection, office: str | None) -> None:
    """Raise `UnknownOfficeError` where no office has a code; None is the backend's own."""
    if office is not None and not statements.is_office(connection, office):
        raise UnknownOfficeError(office)


def embedded(connection: Connection, now: datetime) -> str:
    """Return the terminal that a kiosk with a backend of its own is, at each start the same, with its payments.

    The token in the database is never shown: the backend recognises the kiosk that started it by itself
    (`Recognition`'s `own`), so that two of them on one database do not lock each other out.
    """
    known = statements.named(connection, EMBEDDED_TERMINAL)
    return str(known) if known is not None else add(connection, EMBEDDED_TERMINAL, now)[0]


def name_of(connection: Connection, terminal_id: str) -> str | None:
    """Return what operators call a terminal; None for a guest, and for a kiosk that has a backend of its own."""
    name = statements.name_of(connection, terminal_id)
    return None if name in (None, EMBEDDED_TERMINAL) else name


def shut_out(connection: Connection, terminal_id: str, now: datetime) -> bool:
    """Recognise a terminal no more, in a write transaction; return whether there was one to shut out."""
    return statements.revoke(connection, terminal_id, now) == 1


def listed(connection: Connection) -> list[TerminalRecord]:
    """Return every terminal that was ever enrolled, oldest first; guests never were."""
    return [TerminalRecord(*row) for row in statements.enrolled(connection)]


def one(connection: Connection, terminal_id: str) -> TerminalRecord | None:
    """Return a terminal that was ever enrolled; None for a guest, and where there is none."""
    return next((TerminalRecord(*row) for row in statements.enrolled(connection, terminal_id)), None)
