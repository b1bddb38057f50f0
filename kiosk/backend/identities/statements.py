"""Every statement about accounts at identity providers: who is linked, what is under way, what is offered to phones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, delete, insert, select, update

from kiosk.backend.identities.tables import identity_flows, identity_links, sign_in_flows, sign_in_offers
from kiosk.backend.owners.tables import owners
from kiosk.backend.store.rows import delete_some
from kiosk.contract.identity import LinkState

LINKING, SIGNING_IN = identity_flows, sign_in_flows
"""The two kinds of device flow, for what they have in common."""

_OVER: dict[str, Any] = {"state": LinkState.EXPIRED.value, "sealed": b""}

# What linking and signing in have in common. `flows` is one of the two.


def expire(connection: Connection, flows: Table, flow_id: str) -> bool:
    """End a flow that waits; return whether it did."""
    return bool(connection.execute(update(flows).where(*_waits(flows, flow_id)).values(**_OVER)).rowcount)


def take_turn(connection: Connection, flows: Table, flow_id: str, now: datetime, until: datetime) -> bool:
    """Put off until a moment when the provider of a flow that waits is asked again; return whether it was due.

    Of all who try at once, one gets the turn: the others wait for its row, and find it put off.
    """
    due = update(flows).where(*_waits(flows, flow_id), flows.c.next_poll_at <= now)
    return bool(connection.execute(due.values(next_poll_at=until)).rowcount)


def change_waiting(connection: Connection, flows: Table, flow_id: str, changes: Mapping[str, Any]) -> None:
    """Change a flow if it still waits."""
    connection.execute(update(flows).where(*_waits(flows, flow_id)).values(dict(changes)))


def _waits(flows: Table, flow_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions that it is this flow, and that it waits."""
    return flows.c.id == flow_id, flows.c.state == LinkState.WAITING.value


# Linking.


def links_of(connection: Connection, owner_id: str) -> dict[str, datetime]:
    """Return since when an owner is linked, by provider."""
    rows = connection.execute(
        select(identity_links.c.provider, identity_links.c.linked_at).where(identity_links.c.owner_id == owner_id)
    )
    return {row.provider: row.linked_at for row in rows}


def linked_owner(connection: Connection, provider: str, subject: str) -> str | None:
    """Return the owner who has linked an account and not closed theirs, None if there is none."""
    return connection.scalar(
        select(identity_links.c.owner_id)
        .join(owners, owners.c.id == identity_links.c.owner_id)
        .where(
            identity_links.c.provider == provider,
            identity_links.c.subject == subject,
            owners.c.closed_at.is_(None),
        )
    )


def link(connection: Connection, owner_id: str, provider: str, subject: str, now: datetime) -> None:
    """Link an account; `IntegrityError` where another owner has it linked."""
    connection.execute(
        insert(identity_links).values(owner_id=owner_id, provider=provider, subject=subject, linked_at=now)
    )


def unlink(connection: Connection, owner_id: str, provider: str) -> bool:
    """End an owner's link; return whether there was one."""
    return bool(
        connection.execute(
            delete(identity_links).where(identity_links.c.owner_id == owner_id, identity_links.c.provider == provider)
        ).rowcount
    )


def begin_link(connection: Connection, **columns: Any) -> None:
    """Write down that a link begins."""
    connection.execute(insert(identity_flows).values(**columns))


def end_links_under_way(connection: Connection, owner_id: str, provider: str) -> None:
    """End the unanswered flows that an owner has begun at a provider."""
    connection.execute(
        update(identity_flows)
        .where(
            identity_flows.c.owner_id == owner_id,
            identity_flows.c.provider == provider,
            identity_flows.c.state == LinkState.WAITING.value,
        )
        .values(**_OVER)
    )


def link_under_way(connection: Connection, owner_id: str, terminal_id: str, flow_id: str) -> Row[Any] | None:
    """Return what this owner has begun on this terminal, None if it is not theirs or not there."""
    return connection.execute(
        select(identity_flows).where(
            identity_flows.c.id == flow_id,
            identity_flows.c.owner_id == owner_id,
            identity_flows.c.terminal_id == terminal_id,
        )
    ).one_or_none()


def settle_link(connection: Connection, flow_id: str, state: LinkState) -> None:
    """Write down what became of a link."""
    connection.execute(update(identity_flows).where(identity_flows.c.id == flow_id).values(state=state.value))


def forget_links_under_way(connection: Connection, before: datetime) -> int:
    """Forget what ended before a moment; return how many."""
    return delete_some(connection, identity_flows, identity_flows.c.expires_at < before)


# Signing in.


def begin_sign_in(connection: Connection, **columns: Any) -> None:
    """Write down that a sign-in begins."""
    connection.execute(insert(sign_in_flows).values(**columns))


def sign_in_under_way(connection: Connection, terminal_id: str, flow_id: str) -> Row[Any] | None:
    """Return a sign-in of a terminal, None if there is none."""
    return connection.execute(
        select(sign_in_flows).where(sign_in_flows.c.terminal_id == terminal_id, sign_in_flows.c.id == flow_id)
    ).one_or_none()


def waiting_link(connection: Connection, flow_id: str, provider: str) -> str | None:
    """Return the provider's address for a sign-in that waits, None if it does not."""
    return connection.scalar(
        select(sign_in_flows.c.link).where(
            sign_in_flows.c.id == flow_id,
            sign_in_flows.c.provider == provider,
            sign_in_flows.c.state == LinkState.WAITING.value,
        )
    )


def end_sign_ins(connection: Connection, terminal_id: str, now: datetime) -> None:
    """End every sign-in of a terminal that waits, or has been proved and not been taken."""
    connection.execute(
        update(sign_in_flows)
        .where(
            sign_in_flows.c.terminal_id == terminal_id,
            sign_in_flows.c.state.in_((LinkState.WAITING.value, LinkState.LINKED.value)),
        )
        .values(owner_id=None, expires_at=now, **_OVER)
    )


def end_sign_in(connection: Connection, terminal_id: str, flow_id: str, now: datetime) -> None:
    """End one sign-in of a terminal whose time is not over."""
    connection.execute(
        update(sign_in_flows)
        .where(
            sign_in_flows.c.terminal_id == terminal_id, sign_in_flows.c.id == flow_id, sign_in_flows.c.expires_at > now
        )
        .values(owner_id=None, expires_at=now, **_OVER)
    )


def take_sign_in(connection: Connection, terminal_id: str, flow_id: str, now: datetime) -> str | None:
    """Remove a sign-in that has been proved, and return its owner; None for all but one of those who try at once."""
    return connection.execute(
        delete(sign_in_flows)
        .where(
            sign_in_flows.c.terminal_id == terminal_id,
            sign_in_flows.c.id == flow_id,
            sign_in_flows.c.state == LinkState.LINKED.value,
            sign_in_flows.c.expires_at > now,
        )
        .returning(sign_in_flows.c.owner_id)
    ).scalar_one_or_none()


def forget_sign_ins(connection: Connection, before: datetime) -> int:
    """Forget what ended before a moment; return how many."""
    return delete_some(connection, sign_in_flows, sign_in_flows.c.expires_at < before)


# What a terminal offers to phones.


def make_offer(connection: Connection, **columns: Any) -> None:
    """Write an offer down. A terminal has one: the one before is to be ended first."""
    connection.execute(insert(sign_in_offers).values(**columns))


def offer(connection: Connection, terminal_id: str, offer_id: str) -> Row[Any] | None:
    """Return an offer of a terminal, None if there is none."""
    return connection.execute(
        select(sign_in_offers).where(sign_in_offers.c.terminal_id == terminal_id, sign_in_offers.c.id == offer_id)
    ).one_or_none()


def offer_of_code(connection: Connection, code_hash: str) -> Row[Any] | None:
    """Return the offer that a phone has the code of, None if there is none."""
    return connection.execute(select(sign_in_offers).where(sign_in_offers.c.code_hash == code_hash)).one_or_none()


def is_offered(connection: Connection, offer_id: str) -> bool:
    """Say whether an offer is there."""
    return connection.scalar(select(sign_in_offers.c.id).where(sign_in_offers.c.id == offer_id)) is not None


def take_offer(connection: Connection, offer_id: str, now: datetime) -> bool:
    """Claim an unclaimed offer; return whether it is ours. Of concurrent requests, one gets it."""
    return bool(
        connection.execute(
            update(sign_in_offers)
            .where(
                sign_in_offers.c.id == offer_id, sign_in_offers.c.taken_at.is_(None), sign_in_offers.c.expires_at > now
            )
            .values(taken_at=now)
        ).rowcount
    )


def release_offer(connection: Connection, offer_id: str) -> None:
    """Let an offer be taken again, unless a sign-in has begun by it after all."""
    begun = select(sign_in_flows.c.id).where(sign_in_flows.c.id == offer_id)
    free = update(sign_in_offers).where(sign_in_offers.c.id == offer_id, ~begun.exists())
    connection.execute(free.values(taken_at=None))


def end_offers(connection: Connection, terminal_id: str, offer_id: str | None = None) -> None:
    """End what a terminal offers, or one of it."""
    gone = delete(sign_in_offers).where(sign_in_offers.c.terminal_id == terminal_id)
    connection.execute(gone if offer_id is None else gone.where(sign_in_offers.c.id == offer_id))


def forget_offers(connection: Connection, now: datetime) -> int:
    """Forget offers whose time is over; return how many."""
    return delete_some(connection, sign_in_offers, sign_in_offers.c.expires_at <= now)
