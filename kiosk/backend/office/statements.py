"""Every statement about what the office publishes and sells, and about the offices themselves.

An import holds the advisory lock `Lock.CONTENT`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, insert, or_, select, update

from kiosk.backend.office.tables import articles, offices, pass_products
from kiosk.backend.store.prepared import Prepared
from kiosk.backend.terminals.tables import terminals
from kiosk.contract.content import ArticleKind

_PLACE_OF = Prepared(select(terminals.c.office_code, terminals.c.office).where(terminals.c.id == bindparam("terminal")))


def published(
    connection: Connection, kind: ArticleKind, languages: Sequence[str], now: datetime, slug: str | None = None
) -> Sequence[Row[Any]]:
    """Return what is published of a kind in these languages: headlines without their text, or one article with it."""
    columns = articles.c
    # A headline needs no text.
    query = select(*(one for one in columns if slug is not None or one is not columns.body)).where(
        columns.kind == kind.value,
        columns.language.in_(languages),
        columns.published_at <= now,
        columns.withdrawn_at.is_(None),
    )
    return connection.execute(query if slug is None else query.where(columns.slug == slug)).all()


def all_articles(connection: Connection) -> Sequence[Row[Any]]:
    """Return every article in every language, by kind, name and language."""
    columns = articles.c
    return connection.execute(select(articles).order_by(columns.kind, columns.slug, columns.language)).all()


def has_article(connection: Connection, kind: str, slug: str, language: str) -> bool:
    """Say whether an article is there in a language."""
    same = articles.c.kind == kind, articles.c.slug == slug, articles.c.language == language
    return connection.scalar(select(articles.c.slug).where(*same)) is not None


def keep_article(connection: Connection, kind: str, slug: str, language: str, **columns: Any) -> None:
    """Write an article down, over the one of the same kind, name and language if it is there."""
    same = articles.c.kind == kind, articles.c.slug == slug, articles.c.language == language
    if connection.execute(update(articles).where(*same).values(**columns)).rowcount == 0:
        connection.execute(insert(articles).values(kind=kind, slug=slug, language=language, **columns))


def any_article(connection: Connection) -> bool:
    """Say whether there is any article."""
    return connection.execute(select(articles).limit(1)).first() is not None


def all_passes(connection: Connection) -> Sequence[Sequence[Any]]:
    """Return every pass that was ever sold, by code, with the columns of a `Product`."""
    columns = pass_products.c
    return connection.execute(
        select(
            columns.code, columns.name, columns.vehicle_type, columns.price, columns.places, columns.withdrawn_at
        ).order_by(columns.code)
    ).all()


def on_sale(connection: Connection) -> Sequence[Row[Any]]:
    """Return every pass that is sold, by code."""
    return connection.execute(
        select(pass_products).where(pass_products.c.withdrawn_at.is_(None)).order_by(pass_products.c.code)
    ).all()


def lock_on_sale(connection: Connection, code: str) -> Row[Any] | None:
    """Return a pass that is sold with its row locked to the end of the transaction (`FOR UPDATE`), else None."""
    return connection.execute(
        select(pass_products)
        .where(pass_products.c.code == code, pass_products.c.withdrawn_at.is_(None))
        .with_for_update()
    ).one_or_none()


def keep_pass(connection: Connection, code: str, **columns: Any) -> None:
    """Write a pass down, over the one with the same code if it is there."""
    same = update(pass_products).where(pass_products.c.code == code)
    if connection.execute(same.values(**columns)).rowcount == 0:
        connection.execute(insert(pass_products).values(code=code, **columns))


def any_pass(connection: Connection) -> bool:
    """Say whether there is any pass."""
    return connection.execute(select(pass_products).limit(1)).first() is not None


# The offices.


def add_office(connection: Connection, **columns: Any) -> None:
    """Write a new office down."""
    connection.execute(insert(offices).values(**columns))


def change_office(connection: Connection, code: str, **columns: Any) -> None:
    """Write over an office."""
    connection.execute(update(offices).where(offices.c.code == code).values(**columns))


def every_office(connection: Connection) -> Sequence[Sequence[Any]]:
    """Return every office, by code, with the columns of an `Office`."""
    return connection.execute(_offices().order_by(offices.c.code)).all()


def office(connection: Connection, code: str) -> Sequence[Any] | None:
    """Return the office with a code, with the columns of an `Office`."""
    return connection.execute(_offices().where(offices.c.code == code)).one_or_none()


def _offices() -> Select[Any]:
    columns = offices.c
    return select(columns.code, columns.name, columns.name_en, columns.phone, columns.hours, columns.nearest)


def place_of(connection: Connection, terminal_id: str) -> Sequence[Any] | None:
    """Return the code of a terminal's office, and the name that it was enrolled with before offices had codes."""
    return _PLACE_OF.first(connection, terminal=terminal_id)


def places(connection: Connection) -> Sequence[Sequence[Any]]:
    """Return id, office's code and name, as `place_of` does, of each terminal that has one of the two."""
    columns = terminals.c
    asked = select(columns.id, columns.office_code, columns.office)
    return connection.execute(asked.where(or_(columns.office_code.is_not(None), columns.office.is_not(None)))).all()
