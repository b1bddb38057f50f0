"""Taking in what the office publishes and sells: files from outside, and ours where there is nothing yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from kiosk.backend.office import article_files, articles, pass_files, pass_products, statements
from kiosk.backend.office.article_files import ArticleFile, ContentError
from kiosk.backend.office.pass_files import PassFile
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.perform import Arguments, Office, perform
from kiosk.backend.store.database import Database
from kiosk.backend.store.locks import Lock, hold_lock
from kiosk.clock import Clock
from kiosk.platform.machine.paths import assets

LARGEST = 200_000
"""Bytes of one file; the longest article has less."""


@dataclass(frozen=True, slots=True)
class Content:
    """What files hold, ready to be kept."""

    articles: tuple[ArticleFile, ...]
    passes: tuple[PassFile, ...]


def read(paths: Sequence[Path]) -> Content:
    """Return what files hold, `.md` and `.toml`; raise `ContentError`, whose text has a line for each fault."""
    found: list[ArticleFile] = []
    passes: list[PassFile] = []
    faults: list[str] = []
    for path in paths:
        try:
            if path.suffix == ".md":
                found.append(article_files.parse(path.name, _bytes(path)))
            elif path.suffix == ".toml":
                passes += pass_files.parse(path.name, _bytes(path))
            else:
                faults.append(f"{path.name}: neither an article (.md) nor a list of passes (.toml)")
        except ContentError as error:
            faults.append(str(error))
    faults += [f"{name}: there twice" for name in _twice(" ".join(file.key) for file in found)]
    faults += [f"{code}: there twice" for code in _twice(file.code for file in passes)]
    if faults:
        raise ContentError("\n".join(faults))
    return Content(tuple(found), tuple(passes))


def take_in(office: Office, acting: Acting, content: Content) -> None:
    """Keep all of it or, if any of it cannot be, nothing; raise `ContentError`, and what `perform` raises."""

    def work(connection: Connection) -> None:
        hold_lock(connection, Lock.CONTENT)
        now = office.clock.now()
        articles.take_in(connection, content.articles, now)
        pass_products.take_in(connection, content.passes, now)

    kinds = {"articles": content.articles, "passes": content.passes}
    fields = frozenset(name for name, some in kinds.items() if some)
    perform(office, acting, "content.import", Arguments(fields=fields), work)


def begin(database: Database, clock: Clock, *, demo: bool) -> None:
    """Put our own articles and passes where there are none; what the office has is never touched.

    The demo has passes of its own beside them. Raise what `Database.run` raises.
    """
    with database.read() as connection:
        complete = statements.any_article(connection) and statements.any_pass(connection)
    if complete:
        return
    ours = _ours(demo=demo)
    now = clock.now()
    # Whatever day the first start is on: what is there then has been published.
    written = [file.model_copy(update={"published": min(file.published, now)}) for file in ours.articles]

    def work(connection: Connection) -> None:
        hold_lock(connection, Lock.CONTENT)
        if not statements.any_article(connection):
            articles.take_in(connection, written, now)
        if not statements.any_pass(connection):
            pass_products.take_in(connection, ours.passes, now)

    database.run(work)


def _ours(*, demo: bool) -> Content:
    paths = sorted((assets() / "content").iterdir())
    if demo:
        paths.append(assets() / "demo" / "passes.toml")
    return read(paths)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise ContentError(f"{path.name}: cannot be read ({error.strerror})") from None
    if len(content) > LARGEST:
        raise ContentError(f"{path.name}: longer than {LARGEST:,} bytes")
    return content


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]
