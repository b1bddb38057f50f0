"""What the short run leaves out, and what it never does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.source import ROOT

CONFTEST = """
import pytest
from tests import short_run

def pytest_addoption(parser):
    short_run.add_options(parser)
    parser.addoption("--all-databases", action="store_true")

def pytest_configure(config):
    short_run.begin(config)

def pytest_generate_tests(metafunc):
    if "database_url" in metafunc.fixturenames:
        both = metafunc.config.option.all_databases or metafunc.function.__name__ == "test_each"
        metafunc.parametrize("database_url", ["sqlite", "postgresql"] if both else ["sqlite"])

def pytest_collection_modifyitems(config, items):
    short_run.select(config, items)
"""
TESTS = """
import pytest

@pytest.mark.long
def test_whole_task(): ...

def test_rule(): ...

@pytest.mark.parametrize("plate", ["BKZ-5937", "MKR-0825"])
def test_every_plate(plate): ...

@pytest.mark.variants
@pytest.mark.parametrize("size", ["80x24", "120x40", "54x30"])
def test_windows(size): ...

@pytest.mark.variants(keep=2)
@pytest.mark.parametrize("size", ["80x24", "120x40", "54x30"])
def test_two_windows(size): ...

@pytest.mark.parametrize("reply", ["paid", "refused"])
def test_each(database_url, reply): ...

def test_stored(database_url): ...
"""
INI = """
[pytest]
testpaths = {folder}
addopts = -m "not benchmark"
markers =
    long
    variants
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "checks"
    folder.mkdir()
    (tmp_path / "pytest.ini").write_text(INI.format(folder=folder.name))
    (folder / "conftest.py").write_text(CONFTEST)
    (folder / "test_all.py").write_text(TESTS)
    return tmp_path


def collected(project: Path, *arguments: str) -> Counter[str]:
    """Return how often each test is run, by its name."""
    return Counter(re.findall(r"::test_(\w+)", listed(project, *arguments)))


def chosen(project: Path) -> list[str]:
    """Return what each test of the short run is tried with, in their order."""
    return re.findall(r"\[(\w+)\]", listed(project))


def listed(project: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:xdist", "-p", "no:schemathesis"]
    return subprocess.run(
        [*command, *arguments],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


SHORT = {"rule": 1, "every_plate": 2, "windows": 1, "two_windows": 2, "each": 2, "stored": 1}
WHOLE = {**SHORT, "whole_task": 1, "windows": 3, "two_windows": 3, "each": 4, "stored": 2}


def test_the_short_run_leaves_out_what_is_long_and_tries_each_rule_once(project: Path) -> None:
    assert collected(project) == SHORT


@pytest.mark.long
def test_the_whole_run_tries_everything_on_each_database(project: Path) -> None:
    assert collected(project, "--whole") == WHOLE


@pytest.mark.long
@pytest.mark.parametrize("named", ["checks", "checks/test_all.py"])
def test_what_is_named_is_run_whole_but_on_the_databases_that_are_its_own(project: Path, named: str) -> None:
    assert collected(project, named) == {**WHOLE, "stored": 1}
    assert collected(project, named, "--short") == SHORT


@pytest.mark.long
def test_what_is_asked_for_by_a_word_or_a_mark_is_run(project: Path) -> None:
    assert collected(project, "-k", "whole_task") == {"whole_task": 1}
    assert collected(project, "-m", "long") == {"whole_task": 1}


@pytest.mark.long
def test_many_rules_see_every_variant_and_each_sees_the_same_in_every_run(project: Path) -> None:
    many = "".join(f"@RULE\ndef test_{number}(size): ...\n" for number in range(200))
    rule = (
        'import pytest\nRULE = lambda test: pytest.mark.variants(pytest.mark.parametrize("size", list("abcd"))(test))\n'
    )
    (project / "checks" / "test_all.py").write_text(rule + many)
    first, second = (chosen(project) for _ in range(2))
    assert first == second
    assert all(first.count(size) >= 200 // 8 for size in "abcd")
