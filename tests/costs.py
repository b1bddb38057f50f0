"""`uv run pytest --costs`: what each test takes of the processor, the programs that it starts included.

How long a test takes depends on what else the machine does; this hardly does. Set-up counts for the test that is the
first to need it: a template of a database, a parsed style sheet.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Generator, Iterator, Mapping

import pytest

_BEGUN = pytest.StashKey[float]()
_NAME = "seconds of the processor"
DEAREST = 25
"""As many tests are named."""


def add_option(parser: pytest.Parser) -> None:
    parser.addoption("--costs", action="store_true", help="tell what folders and tests take of the processor")


def begin(config: pytest.Config) -> None:
    """Count from here on if that is asked for."""
    if config.getoption("--costs"):
        config.pluginmanager.register(Costs())


class Costs:
    """Counts in the workers, and tells in the process that they report to."""

    def __init__(self) -> None:
        self._spent: dict[str, float] = {}

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Generator[None]:
        item.stash[_BEGUN] = used()
        yield

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None]:
        yield
        item.user_properties.append((_NAME, used() - item.stash[_BEGUN]))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "teardown":
            seconds = dict(report.user_properties).get(_NAME)
            assert isinstance(seconds, float)
            self._spent[report.nodeid] = seconds

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("seconds of the processor")
        for line in reported(self._spent):
            terminalreporter.write_line(line)


def used() -> float:
    """Return the seconds of the processor that this process and those that it has waited for have taken."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def reported(spent: Mapping[str, float]) -> Iterator[str]:
    """Yield what the tests have taken, by the ids of pytest: in all, by folder, and the dearest ones, dearest first."""
    folders: defaultdict[str, float] = defaultdict(float)
    tests = Counter[str]()
    for name, seconds in spent.items():
        folder = "/".join(name.partition("::")[0].split("/")[:2])
        folders[folder] += seconds
        tests[folder] += 1
    yield f"{sum(spent.values()):8.1f}  {len(spent):5} tests"
    for folder, seconds in sorted(folders.items(), key=_seconds, reverse=True):
        yield f"{seconds:8.1f}  {tests[folder]:5} {folder}"
    for name, seconds in sorted(spent.items(), key=_seconds, reverse=True)[:DEAREST]:
        yield f"{seconds:8.1f}  {name}"


def _seconds(one: tuple[str, float]) -> float:
    return one[1]
