"""What `uv run pytest` leaves to `.ci/run`: one test in six, which take three quarters of the time of all.

A test that is marked `long` plays a whole task, starts whole programs, or lets a crowd or chance do what it likes. One
that is marked `variants` tries one rule in several windows, languages or roles, and the short run tries it in one of
them; so it does where a rule is tried on each database. Which one is chosen by the name of the rule: many rules see all
of them. What is named is run whole: `uv run pytest tests/journeys`, `uv run pytest -k print`, `uv run pytest -m long`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from zlib import crc32

import pytest

LEFT_OUT = "the long tests and further variants are left to .ci/run; `uv run pytest --whole` runs them here"

WHAT_IS_ASKED_FOR = "not benchmark"
"""The marks that pyproject.toml asks for where no others are named: `uv run pytest -m long` runs those."""

ON_THE_OTHER_DATABASE = 8
"""Of what is tried on each database, the short run tries one in so many on PostgreSQL: it takes three times as long."""


def add_options(parser: pytest.Parser) -> None:
    parser.addoption(
        "--short", action="store_true", help="leave out the long tests and further variants of what is named"
    )
    parser.addoption(
        "--whole",
        action="store_true",
        help="run the long tests, every variant, and every test of the backend on each database, as .ci/run does",
    )


def begin(config: pytest.Config) -> None:
    """Decide what is run; workers are given the arguments of the process that started them, and decide alike."""
    named = config.args_source is pytest.Config.ArgsSource.ARGS or config.option.keyword
    plain = not named and config.option.markexpr == WHAT_IS_ASKED_FOR
    config.option.short = not config.option.whole and (plain or config.option.short)
    config.option.all_databases |= config.option.whole


def select(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take out of `items` what the short run leaves out, if this is one; what is left keeps its order."""
    if not config.option.short:
        return
    chosen = set(in_short_run(items))
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = [item for item in items if item in chosen]


def in_short_run(items: list[pytest.Item]) -> list[pytest.Item]:
    """Return those of `items` that are not long, and of each rule's variants as many as it keeps."""
    rules: defaultdict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if item.get_closest_marker("long") is None:
            rules[_rule(item)].append(item)
    return [item for rule, variants in rules.items() for item in _chosen(rule, variants)]


def _rule(item: pytest.Item) -> str:
    """Return what the variants of one rule have in common: the test, and what it is tried with beside them."""
    if not isinstance(item, pytest.Function) or not hasattr(item, "callspec"):
        return item.nodeid
    if item.get_closest_marker("variants") is None:
        return _DATABASE.sub("", item.nodeid) if _GIVEN_ONE & item.callspec.params.keys() else item.nodeid
    return item.nodeid.partition("[")[0]


_GIVEN_ONE = {"database_url", "demo_url"}
_DATABASE = re.compile(r"\b(sqlite|postgresql)\b")


def _chosen(rule: str, variants: list[pytest.Item]) -> list[pytest.Item]:
    """Choose by the rule's name where to begin, and then at equal steps."""
    mark = variants[0].get_closest_marker("variants")
    keep = min(len(variants), mark.kwargs.get("keep", 1) if mark else 1)
    begin = crc32(rule.encode()) if mark else crc32(rule.encode()) % ON_THE_OTHER_DATABASE == 1
    return [variants[(begin + number * len(variants) // keep) % len(variants)] for number in range(keep)]
