"""Every statement about messages to owners, their history, and the text messages that go out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, delete, func, insert, or_, select, update

from kiosk.backend.domain.text_message import TextState
from kiosk.backend.messages.tables import demo_texts, owner_events, owner_messages, text_gateways, text_messages
from kiosk.backend.store.rows import ensure, ensure_all
from kiosk.backend.terminals.tables import terminals

_OF_IDS = select(text_messages).where(text_messages.c.id.in_(bindparam("ids", expanding=True)))
_STILL_WAITING = (
    select(text_messages.c.id)
    .where(text_messages.c.id.in_(bindparam("ids", expanding=True)), text_messages.c.state == TextState.WAITING.value)
    .order_by(text_messages.c.id)
    .with_for_update()
)
_CLOSE = (
    update(text_messages)
    .where(text_messages.c.id == bindparam("message"))
    .values(
        state=bindparam("state"),
        sealed=None,
        gateway=bindparam("gateway"),
        gateway_id=bindparam("gateway_id"),
        taken_at=bindparam("taken_at"),
        changed_at=bindparam("changed_at"),
        last_error=bindparam("last_error"),
    )
)
_TO_ASK_ABOUT: Select[Any] = select(
    text_messages.c.id,
    text_messages.c.state,
    text_messages.c.gateway,
    text_messages.c.gateway_id,
    text_messages.c.valid_until,
).where(text_messages.c.id.in_(bindparam("ids", expanding=True)))


# Text messages.


def of_key(connection: Connection, dedup_key: str) -> str | None:
    """Return the id of the message with a key, None if there is none."""
    return connection.scalar(select(text_messages.c.id).where(text_messages.c.dedup_key == dedup_key))


def made_to(connection: Connection, mobile: str, key: str, since: datetime) -> Sequence[datetime]:
    """Return when messages to a number whose keys begin with `key:` were made after a moment, in order."""
    made = select(text_messages.c.made_at).where(
        text_messages.c.mobile == mobile,
        text_messages.c.made_at > since,
        text_messages.c.dedup_key.startswith(f"{key}:"),
    )
    return connection.scalars(made.order_by(text_messages.c.made_at)).all()


def keep(connection: Connection, **columns: Any) -> None:
    """Write a message down; `IntegrityError` where its key is there."""
    connection.execute(insert(text_messages).values(**columns))


def keep_all(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write messages down, each unless one with its key is there."""
    ensure_all(connection, text_messages, rows)


def of_ids(connection: Connection, ids: Sequence[str]) -> dict[str, Row[Any]]:
    """Return messages by their ids, those that are there."""
    return {row.id: row for row in connection.execute(_OF_IDS, {"ids": ids})}


def to_ask_about(connection: Connection, ids: Sequence[str]) -> dict[str, Row[Any]]:
    """Return by id what a gateway is to be asked of messages: state, gateway, its id there, end."""
    return {row.id: row for row in connection.execute(_TO_ASK_ABOUT, {"ids": ids})}


def lock_waiting(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Lock the rows of messages that still wait, in the order of their ids (`FOR UPDATE`); return which those are."""
    return set(connection.scalars(_STILL_WAITING, {"ids": sorted(ids)}))


def close(connection: Connection, ends: Sequence[dict[str, Any]]) -> None:
    """Write down how messages, whose rows the caller has locked, have ended; what they say is kept no longer.

    An end has a `message` and the columns that `_CLOSE` names.
    """
    connection.execute(_CLOSE, list(ends))


def note_try(connection: Connection, id: str, now: datetime, why: str | None, gateway: str | None) -> None:
    """Write down that gateways were tried in vain, and which of them may have the message all the same."""
    tried = {"tried_at": now, "changed_at": now, "last_error": why, "gateway": gateway}
    connection.execute(update(text_messages).where(text_messages.c.id == id).values(tried))


def note_receipt(connection: Connection, gateway: str, gateway_id: str, state: TextState, error: str | None) -> bool:
    """Write down what became of a message that a gateway had taken; return whether it was not known before."""
    columns = text_messages.c
    return bool(
        connection.execute(
            update(text_messages)
            .where(columns.gateway == gateway, columns.gateway_id == gateway_id, columns.state == TextState.TAKEN.value)
            .values(state=state.value, last_error=error)
        ).rowcount
    )


def last_of_flow(connection: Connection, flow_id: str) -> Row[*tuple[Any, ...]]:
    """Return state and moments of the newest message with a code of a code flow, which has one."""
    return connection.execute(
        select(text_messages.c.state, text_messages.c.made_at, text_messages.c.tried_at)
        .where(text_messages.c.flow_id == flow_id)
        .order_by(text_messages.c.made_at.desc())
        .limit(1)
    ).one()


def forget_flows(connection: Connection, flows: Sequence[str]) -> None:
    """Unlink messages from their code flows before those are deleted."""
    connection.execute(update(text_messages).where(text_messages.c.flow_id.in_(flows)).values(flow_id=None))


def forget_number(connection: Connection, mobile: str) -> None:
    """Forget every message to a number."""
    connection.execute(delete(text_messages).where(text_messages.c.mobile == mobile))


# Gateways.


def failures(connection: Connection) -> dict[str, datetime]:
    """Return when each gateway failed last, of those that have taken nothing since."""
    columns = text_gateways.c
    rows = connection.execute(select(columns.name, columns.failed_at).where(columns.failed_at.is_not(None)))
    return {row.name: row.failed_at for row in rows}


def note_gateways(connection: Connection, fared: Mapping[str, Mapping[str, Any]]) -> None:
    """Write down how gateways fared, by name and in that order: two replicas must not wait for each other."""
    for name in sorted(fared):
        ensure(connection, text_gateways, name=name)
        connection.execute(update(text_gateways).where(text_gateways.c.name == name).values(**fared[name]))


# The demo's phone.


def arrive(connection: Connection, **columns: Any) -> None:
    """Let a message arrive at the demo's phone, unless it has."""
    ensure(connection, demo_texts, **columns)


def forget_arrived(connection: Connection, until: datetime) -> None:
    """Forget what arrived up to a moment."""
    connection.execute(delete(demo_texts).where(demo_texts.c.at <= until))


def arrived(connection: Connection, terminal_id: str, after: datetime, most: int) -> Sequence[Row[Any]]:
    """Return what arrived after a moment, of a terminal or of none, the newest first and no more than `most`."""
    columns = demo_texts.c
    whose: ColumnElement[bool] = or_(columns.terminal_id == terminal_id, columns.terminal_id.is_(None))
    return connection.execute(
        select(demo_texts).where(whose, columns.at > after).order_by(columns.at.desc(), columns.id).limit(most)
    ).all()


# The history of an owner, and the messages to the owner.


def add_event(connection: Connection, **columns: Any) -> None:
    """Write a line of an owner's history."""
    connection.execute(insert(owner_events).values(**columns))


def events(
    connection: Connection, owner_id: str, most: int, until: datetime | None = None
) -> Sequence[Row[Any, Any, Any, Any]]:
    """Return kind, moment, subject and terminal's name of what happened to an owner, newest first.

    With `until`, without what came after that moment.
    """
    return connection.execute(
        select(owner_events.c.kind, owner_events.c.at, owner_events.c.subject, terminals.c.name)
        .join_from(owner_events, terminals, terminals.c.id == owner_events.c.terminal_id, isouter=True)
        .where(owner_events.c.owner_id == owner_id, *([] if until is None else [owner_events.c.at <= until]))
        .order_by(owner_events.c.sequence.desc())
        .limit(most)
    ).all()


def tell(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write messages to owners down, at least one."""
    connection.execute(insert(owner_messages), rows)


def sent(connection: Connection, owner_id: str, most: int) -> Sequence[Row[Any]]:
    """Return the messages to an owner, newest first."""
    return connection.execute(
        select(owner_messages)
        .where(owner_messages.c.owner_id == owner_id)
        .order_by(owner_messages.c.at.desc(), owner_messages.c.id)
        .limit(most)
    ).all()


def count_unread(connection: Connection, owner_id: str) -> int:
    """Return how many messages an owner has not read."""
    unread = connection.scalar(
        select(func.count())
        .select_from(owner_messages)
        .where(owner_messages.c.owner_id == owner_id, owner_messages.c.read_at.is_(None))
    )
    return unread or 0


def note_read(connection: Connection, owner_id: str, now: datetime) -> None:
    """Write down that an owner has read everything."""
    connection.execute(
        update(owner_messages)
        .where(owner_messages.c.owner_id == owner_id, owner_messages.c.read_at.is_(None))
        .values(read_at=now)
    )


def forget_owner(connection: Connection, owner_id: str) -> None:
    """Delete the messages to an owner and the details of the history; the events and their times stay."""
    connection.execute(delete(owner_messages).where(owner_messages.c.owner_id == owner_id))
    connection.execute(update(owner_events).where(owner_events.c.owner_id == owner_id).values(subject=None))
