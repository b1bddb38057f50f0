from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from kiosk.backend.office import article_files, articles, content, pass_files
from kiosk.backend.office.article_files import ArticleFile, ContentError
from kiosk.backend.office.tables import pass_products
from kiosk.backend.store.database import Database
from kiosk.contract.content import Article, ArticleKind, Column
from kiosk.contract.problems import ProblemKind
from kiosk.domain.dates import taipei_date
from kiosk.platform.machine.paths import assets
from tests.backend.books import SHELL, books
from tests.backend.caller import Caller
from tests.backend.owner_rows import refused
from tests.backend.payments.test_payment_races import at_once
from tests.clock import START, ManualClock
from tests.live_backend import LiveBackend

HEAD = {
    "kind": "notice",
    "slug": "posts",
    "language": "zh-TW",
    "title": "智慧停車柱",
    "published": "2022-04-15",
}


def file(*, body: str = "內容", **head: object) -> ArticleFile:
    return article_of(head, body)


def article_of(head: Mapping[str, object], body: str = "內容") -> ArticleFile:
    lines = [f"{name}: {value}" for name, value in {**HEAD, **head}.items()]
    return article_files.parse("a.md", "\n".join(["---", *lines, "---", "", body]).encode())


def take_in(database: Database, *files: ArticleFile) -> None:
    content.take_in(books(database), SHELL, content.Content(files, ()))


def column(database: Database, language: str = "zh-TW", *, now: datetime = START) -> Column:
    with database.read() as connection:
        return articles.column(connection, ArticleKind.NOTICE, language, now)


def article(database: Database, slug: str, language: str = "zh-TW", *, now: datetime = START) -> Article:
    with database.read() as connection:
        return articles.article(connection, ArticleKind.NOTICE, slug, language, now)


def slugs(found: Column) -> Sequence[str]:
    return [headline.slug for headline in found.headlines]


def test_pinned_ones_come_first_then_the_offices_order_then_the_newest(database: Database) -> None:
    take_in(
        database,
        file(slug="old", published="2020-01-01"),
        file(slug="new", published="2026-01-01"),
        file(slug="last", position=9, published="2026-05-01"),
        file(slug="pinned", position=99, pinned="true", published="2019-01-01"),
    )
    assert slugs(column(database)) == ["pinned", "new", "old", "last"]


def test_what_was_translated_comes_translated_and_the_rest_in_chinese(database: Database) -> None:
    take_in(
        database,
        file(slug="one", position=1),
        file(slug="two", position=2),
        file(slug="two", language="en", title="Posts", position=0, body="Words"),
    )
    titles = [headline.title for headline in column(database, "en").headlines]
    assert titles == ["智慧停車柱", "Posts"]
    assert (article(database, "two", "en").language, article(database, "two", "en").body) == ("en", "Words")
    assert article(database, "one", "en").language == "zh-TW"
    assert article(database, "two", "ja").title == "智慧停車柱"


def test_the_office_sees_every_article_by_column_name_and_language(database: Database) -> None:
    take_in(
        database,
        file(slug="two"),
        file(slug="two", language="en"),
        file(slug="one", withdrawn="true"),
        file(slug="one", language="en"),
        file(kind="channel", slug="three"),
    )
    with database.read() as connection:
        assert [(one.kind, one.slug, one.language) for one in articles.listed(connection)] == [
            ("channel", "three", "zh-TW"),
            ("notice", "one", "en"),
            ("notice", "one", "zh-TW"),
            ("notice", "two", "en"),
            ("notice", "two", "zh-TW"),
        ]


def test_an_article_is_shown_from_its_day_in_taipei_until_it_is_withdrawn(database: Database) -> None:
    take_in(database, file(published="2026-11-24"), file(language="en", published="2026-11-24"))
    midnight = datetime(2026, 11, 23, 16, tzinfo=UTC)
    assert slugs(column(database, now=midnight - timedelta(seconds=1))) == []
    assert slugs(column(database, now=midnight)) == ["posts"]
    take_in(database, file(withdrawn="true"))
    assert slugs(column(database, "en", now=midnight)) == []
    assert refused(lambda: article(database, "posts", "en", now=midnight)) is ProblemKind.NOT_FOUND


def test_taking_in_again_changes_what_was_there(database: Database) -> None:
    take_in(database, file(body="before"))
    take_in(database, file(body="after", title="新的標題"))
    assert (article(database, "posts").body, article(database, "posts").title) == ("after", "新的標題")


def test_text_from_a_file_is_data(database: Database) -> None:
    take_in(database, file(title="a\u202eb [link](http://x)", body="<b>x</b>\x1b[2J\u200b\n\n[l](http://y)\r\nend"))
    shown = article(database, "posts")
    assert shown.title == "ab [link](http://x)"
    assert shown.body == "<b>x</b>\ufffd[2J\n\n[l](http://y)\nend"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "news"}, "kind"),
        ({"slug": "Posts Of The City"}, "slug"),
        ({"slug": "../x"}, "slug"),
        ({"language": "chinese"}, "language"),
        ({"title": '""'}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"published": "soon"}, "published"),
        ({"position": "first"}, "position"),
        ({"position": -1}, "position"),
        ({"pinned": "1"}, "pinned"),
        ({"colour": "red"}, "colour"),
        ({"kind": "privacy", "slug": "first"}, "slug"),
    ],
)
def test_a_fault_names_the_file_and_the_field(change: dict[str, object], field: str) -> None:
    with pytest.raises(ContentError) as error:
        article_of(change)
    assert str(error.value).startswith(f"a.md: {field}: ")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"no head", "no head"),
        (b"---\nkind: [\n---\nx", "the head is not YAML: look at line"),
        (b"\xff\xfe", "not a text in UTF-8"),
        (b"---\nkind: notice\nbody: x\n---\nx", "body"),
        (b"---\nkind: notice\nslug: a\nlanguage: zh-TW\ntitle: t\npublished: 2026-01-01\n---\n", "body"),
    ],
)
def test_a_file_that_is_no_article_is_reported_as_such(raw: bytes, expected: str) -> None:
    with pytest.raises(ContentError, match=rf"^a\.md: .*{expected}"):
        article_files.parse("a.md", raw)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"published": "2027-02-29"}, r"published: a day such as 2026-11-02, .* \(line \d\)"),
        ({"published": "2026-11-02 25:00:00"}, r"published: a day such as .* \(line \d\)"),
        ({"published": "!!timestamp soon"}, r"published: a day such as .* \(line \d\)"),
        ({"title": "停車費 #1"}, r"title: YAML takes what follows # as a comment: put the title in quotes \(line \d\)"),
        ({"title": "!!int x"}, "the head is not YAML that is understood here"),
        ({"title": "[" * 3000}, "the head is not YAML"),
    ],
)
def test_what_yaml_itself_refuses_or_would_cut_off_is_reported_with_its_line(
    change: dict[str, object], expected: str
) -> None:
    with pytest.raises(ContentError, match=rf"^a\.md: {expected}"):
        article_of(change)


def test_a_title_in_quotes_keeps_its_number_sign_and_a_comment_elsewhere_is_one() -> None:
    read = article_of({"title": '"停車費 #1"', "published": "2026-11-02  # a Monday"})
    assert (read.title, read.published.date().isoformat()) == ("停車費 #1", "2026-11-02")
    assert article_of({"title": "停車費#1"}).title == "停車費#1"


def test_a_moment_in_a_head_is_taipeis(database: Database) -> None:
    assert file(published="2026-11-02 09:00").published == datetime(2026, 11, 2, 1, tzinfo=UTC)
    assert file(published="2026-11-02T09:00:00Z").published == datetime(2026, 11, 2, 9, tzinfo=UTC)


def test_a_translation_without_its_original_keeps_everything_out(database: Database) -> None:
    with pytest.raises(ContentError, match="notice other: language"):
        take_in(database, file(), file(slug="other", language="en"))
    assert slugs(column(database)) == []


def test_files_are_read_all_or_none_and_every_fault_is_reported(tmp_path: Path) -> None:
    right = "---\nkind: notice\nslug: a\nlanguage: zh-TW\ntitle: t\npublished: 2026-01-01\n---\nx"
    names = {
        "one.md": right,
        "two.md": right,
        "three.md": right.replace("notice", "news").replace("title: t", ""),
        "four.txt": "x",
        "five.toml": '[[pass]]\ncode = "a"\nprice = 0',
    }
    paths = []
    for name, text in names.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        paths.append(tmp_path / name)
    with pytest.raises(ContentError) as error:
        content.read([*paths, tmp_path / "missing.md"])
    reported = str(error.value).splitlines()
    assert [line.split(": ")[0] for line in reported if line.startswith("three")] == ["three.md", "three.md"]
    for start in (
        "four.txt: ",
        "five.toml: [[pass]] 1: price: ",
        "missing.md: cannot be read",
        "notice a zh-TW: there",
    ):
        assert any(line.startswith(start) for line in reported), start


@pytest.mark.parametrize("text", ["", "x = 1", "[[pass]]\n[other]\n", "pass = 1", "[[pass", "\x00"])
def test_a_list_of_passes_that_is_none_is_reported_as_such(text: str) -> None:
    with pytest.raises(ContentError, match=r"^p\.toml: "):
        pass_files.parse("p.toml", text.encode())


def test_the_first_start_has_our_own_articles_whatever_day_it_is_on(database: Database) -> None:
    clock = ManualClock(datetime(2021, 1, 1, tzinfo=UTC))
    at_once(3, lambda _: content.begin(database, clock, demo=True))
    with database.read() as connection:
        for kind in ArticleKind:
            assert articles.column(connection, kind, "en", clock.now()).headlines, kind
        assert connection.scalar(select(func.count()).select_from(pass_products)) == 3


def test_what_the_office_has_is_never_touched(database: Database, clock: ManualClock) -> None:
    take_in(database, file())
    content.begin(database, clock, demo=False)
    assert slugs(column(database)) == ["posts"]
    with database.read() as connection:
        assert list(connection.scalars(select(pass_products.c.code))) == ["roadside-motorcycle"]


def test_our_own_articles_are_there_in_both_languages_and_say_what_they_must() -> None:
    ours = [article_files.parse(path.name, path.read_bytes()) for path in (assets() / "content").glob("*.md")]
    keys = {(one.kind, one.slug, one.language) for one in ours}
    assert {(kind, slug, "en") for kind, slug, _ in keys} | {(kind, slug, "zh-TW") for kind, slug, _ in keys} == keys
    assert sum(one.kind is ArticleKind.QUESTION for one in ours) >= 2 * 8
    notice = next(one for one in ours if one.kind is ArticleKind.PRIVACY and one.language == "zh-TW")
    # Each of the six points that §8 of the Personal Data Protection Act demands.
    assert all(
        f"## {point}" in notice.body
        for point in (
            "一、機關名稱",
            "二、蒐集的目的",
            "三、個人資料的類別",
            "四、利用的期間、地區、對象及方式",
            "五、您的權利",
            "六、不提供資料的影響",
        )
    )
    assert all(one.published.astimezone(UTC) <= START for one in ours)
    assert taipei_date(notice.published).strftime("%Y-%m") == notice.slug


def test_articles_are_read_without_signing_in(backend: LiveBackend) -> None:
    with Caller(backend) as kiosk:
        found = kiosk.call("GET", "/v1/articles/privacy?language=en").json["headlines"]
        assert [one["slug"] for one in found] == ["2026-11"]
        read = kiosk.call("GET", "/v1/articles/privacy/2026-11").json
        assert (read["language"], "機關名稱" in read["body"]) == ("zh-TW", True)
        assert kiosk.call("GET", "/v1/articles/notice/none").problem is ProblemKind.NOT_FOUND
        assert kiosk.call("GET", "/v1/articles/gossip").problem is ProblemKind.INVALID
        assert kiosk.call("GET", "/v1/articles/notice?language=%00").problem is ProblemKind.INVALID
        assert kiosk.call("GET", "/v1/articles/notice", token=False).status == 401
