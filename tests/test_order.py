"""The order in which the workers are given the tests."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.order import LONGEST, arrange, mixed, needs_postgres, scatter
from tests.source import ROOT

FILES = sorted((ROOT / "tests").rglob("test_*.py"))


def some(paths: list[Path], each: int = 2) -> list[pytest.Item]:
    return [cast(pytest.Item, SimpleNamespace(path=path, number=n, name="test")) for path in paths for n in range(each)]


def test_files_stay_together_and_their_tests_in_order() -> None:
    items = cast(list[Any], mixed(some(FILES)))
    assert [path for path, _ in groupby(item.path for item in items)] == [item.path for item in items[::2]]
    assert [item.number for item in items] == [0, 1] * len(FILES)


def test_the_longest_come_first_and_each_of_them_exists() -> None:
    names = [item.path.relative_to(ROOT / "tests").as_posix() for item in mixed(some(FILES, each=1))]
    begun = [
        name for name, _ in groupby(next((start for start in LONGEST if name.startswith(start)), "") for name in names)
    ]
    assert begun == [*LONGEST, ""]


def test_what_needs_postgresql_comes_together_behind_the_longest() -> None:
    asking = cast(pytest.Item, SimpleNamespace(path=FILES[-1], fixturenames=["postgres_server"]))
    plain = some(FILES, each=1)
    items = mixed([*plain, asking])
    longest = [item for item in plain if item.path.relative_to(ROOT / "tests").as_posix().startswith(LONGEST)]
    assert items.index(asking) == len(longest)


@pytest.mark.parametrize("name", ["database_url", "demo_url"])
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_test_that_is_given_a_database_of_postgresql_needs_it(name: str, kind: str) -> None:
    given = SimpleNamespace(callspec=SimpleNamespace(params={name: kind}), fixturenames=[name])
    assert needs_postgres(cast(pytest.Item, given)) == (kind == "postgresql")


def test_each_worker_comes_to_the_same_order() -> None:
    items = some(FILES)
    assert mixed(reversed(items))[0].path == mixed(items)[0].path
    assert [item.path for item in mixed(reversed(items))] == [item.path for item in mixed(items)]


def test_only_workers_mix() -> None:
    items = some(FILES)
    before = list(items)
    arrange(cast(pytest.Config, SimpleNamespace()), items)
    assert items == before
    arrange(cast(pytest.Config, SimpleNamespace(workerinput={})), items)
    assert items == mixed(before)


def test_a_test_that_is_named_by_a_set_is_refused() -> None:
    item = SimpleNamespace(path=FILES[0], name="test[frozenset({1, 2})]", nodeid="test[frozenset({1, 2})]")
    with pytest.raises(pytest.UsageError, match="give ids"):
        arrange(cast(pytest.Config, SimpleNamespace()), cast(list[pytest.Item], [item]))


def test_each_worker_goes_through_folders_in_an_order_of_its_own_and_through_files_as_they_stand(
    request: pytest.FixtureRequest,
) -> None:
    folder, file = request.node.getparent(pytest.Package), request.node.getparent(pytest.Module)

    def gone_through(by: str | None, parent: pytest.Collector) -> list[str]:
        report = SimpleNamespace(result=[SimpleNamespace(name=name) for name in "abcdefgh"])
        config = SimpleNamespace() if by is None else SimpleNamespace(workerinput={"workerid": by})
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(parent, "config", config)
            scatter(parent, cast(pytest.CollectReport, report))
        return [found.name for found in report.result]

    orders = [gone_through(worker, folder) for worker in ("gw0", "gw1", "gw2")]
    assert len(set(map(tuple, orders))) == 3
    assert [*map(sorted, orders)] == [list("abcdefgh")] * 3
    assert gone_through(None, folder) == gone_through("gw1", file) == list("abcdefgh")
