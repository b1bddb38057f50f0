"""A file of rules is run many times an hour: it loads what it needs, in one process."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import FEW_FILES, WORKERS, pytest_xdist_auto_num_workers

HEAVY = ("alembic", "fastapi", "psycopg", "sqlalchemy", "structlog", "textual", "kiosk.app", "kiosk.backend")


def workers(config: pytest.Config, monkeypatch: pytest.MonkeyPatch, *named: str) -> int:
    monkeypatch.setattr(config, "args", list(named))
    return pytest_xdist_auto_num_workers(config)


@pytest.mark.parametrize(
    "named",
    [("tests/domain/test_plate.py",), ("tests/domain/test_plate.py::test_one[a/b]", "tests/widgets/codes/test_qr.py")],
)
def test_a_few_files_that_are_named_run_in_the_process_that_was_started(
    named: tuple[str, ...], pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert workers(pytestconfig, monkeypatch, *named) == 0


@pytest.mark.parametrize("named", [("tests",), ("tests/domain",), ("tests/test_one.py",) * (FEW_FILES + 1)])
def test_the_suite_and_its_folders_are_shared_among_workers(
    named: tuple[str, ...], pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert workers(pytestconfig, monkeypatch, *named) == WORKERS


def test_what_every_test_has_in_common_loads_neither_the_app_nor_the_backend() -> None:
    shown = subprocess.run(
        [sys.executable, "-c", "import sys, tests.conftest, tests.domain.conftest; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert [name for name in HEAVY if name in shown] == []
