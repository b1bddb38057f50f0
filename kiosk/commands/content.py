"""`kiosk content import` and `list`: what the office publishes and sells."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.commands.acting import shell
from kiosk.commands.exits import Exit
from kiosk.commands.output import counted, print_json, print_line
from kiosk.commands.store import with_books, with_database

if TYPE_CHECKING:
    from kiosk.backend.staff.perform import Books
    from kiosk.backend.store.database import Database


def take_in(paths: Sequence[Path], url: str, *, as_json: bool) -> int:
    """Take in all of these files or, if one of them cannot be used, none; return the exit code."""
    from kiosk.backend.office import content
    from kiosk.backend.office.article_files import ContentError

    try:
        found = content.read(paths)
    except ContentError as error:
        return _refused(error)
    reason: ContentError | None = None

    def work(books: Books) -> None:
        nonlocal reason
        try:
            content.take_in(books, shell(), found)
        except ContentError as error:
            reason = error
            return
        articles, passes = counted(len(found.articles), "article"), counted(len(found.passes), "pass", "passes")
        sys.stderr.write(f"Taken in: {articles}, {passes}.\n")
        if as_json:
            counts = {"articles": len(found.articles), "passes": len(found.passes)}
            print_json({"schema": "kiosk.content-import/1", **counts})

    code = with_books(url, work, upgrade=True)
    return code if reason is None else _refused(reason)


def show(url: str, *, as_json: bool) -> int:
    """List every article in every language and every pass, those not shown included; return the exit code."""

    def work(database: Database) -> None:
        from kiosk.backend.office import articles, pass_products
        from kiosk.domain.dates import taipei

        with database.read() as connection:
            kept, passes = articles.listed(connection), pass_products.listed(connection)
        if as_json:
            listed = [
                {
                    **asdict(one),
                    "published_at": one.published_at.isoformat(),
                    "withdrawn_at": one.withdrawn_at and one.withdrawn_at.isoformat(),
                }
                for one in kept
            ]
            sold = [
                {**asdict(one), "withdrawn_at": one.withdrawn_at and one.withdrawn_at.isoformat()} for one in passes
            ]
            found = {"schema": "kiosk.content/1", "articles": listed, "passes": sold}
            print_json(found)
            return
        for one in kept:
            state = "withdrawn" if one.withdrawn_at else f"{taipei(one.published_at):%Y-%m-%d}"
            print_line(f"{one.kind:<9}", f"{one.slug:<24}", f"{one.language:<5}", f"{state:<10}", one.title)
        for product in passes:
            state = "withdrawn" if product.withdrawn_at else f"NT${product.price:,}"
            print_line(f"{'pass':<9}", f"{product.code:<24}", f"{'':<5}", f"{state:<10}", product.name)

    return with_database(url, work)


def _refused(error: Exception) -> int:
    sys.stderr.write(f"{error}\nNothing was taken in.\n")
    return Exit.FAILED
