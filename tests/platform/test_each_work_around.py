"""Each file that works around a library says why, and a test says when it can go."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.platform.bare import FOLDER
from tests.source import PACKAGE

FILES = [path for path in sorted((PACKAGE.parent / FOLDER).glob("*.py")) if path.name != "__init__.py"]
TESTS = "\n".join(path.read_text() for path in sorted(Path(__file__).parent.glob("test_*.py")))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_work_around_names_the_report_of_its_fault_or_says_what_one_would_say(path: Path) -> None:
    text = ast.get_docstring(ast.parse(path.read_text()))
    assert text is not None
    assert re.search(r"https://github\.com/\w+/\w+/(issues|pull)/\d+|Not reported: \S", text)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_work_around_goes_as_soon_as_a_test_no_longer_finds_its_fault(path: Path) -> None:
    assert f'unneeded("{path.stem}")' in TESTS
