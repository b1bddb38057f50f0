"""What other programs use: the names of the typed client, the README's example, and their types from the wheel."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest

import kiosk.api_client
from tests.live_backend import LiveBackend
from tests.source import ROOT
from tests.test_packaging import run_uv

NAMES = {
    "ApiError",
    "KioskClient",
    "Timing",
    "ProblemError",
    "ProtocolError",
    "Reachability",
    "TimedOutError",
    "UnreachableError",
    "new_intent_key",
}
"""A change that takes one away breaks somebody's program."""


def example() -> str:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    return str(code)


def test_the_names_of_the_client_are_these() -> None:
    assert set(kiosk.api_client.__all__) == NAMES


def test_the_example_in_the_readme_is_short_and_asks_a_backend(shared_backend: LiveBackend) -> None:
    code = example()
    assert len(code.splitlines()) <= 15
    program: dict[str, Any] = {}
    exec(code, program)  # noqa: S102 - our own README
    assert asyncio.run(program["owed"](shared_backend.url, shared_backend.token)) > 0


def installed(wheel: Path, folder: Path) -> Path:
    """Return a Python that has what the wheel holds, and beside it what it depends on."""
    venv.create(folder / "venv", symlinks=True)
    (packages,) = (folder / "venv" / "lib").glob("python3*/site-packages")
    zipfile.ZipFile(wheel).extractall(packages)
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return folder / "venv" / "bin" / "python"


@pytest.mark.long
def test_a_program_elsewhere_gets_the_types_of_the_wheel(tmp_path: Path) -> None:
    run_uv("build", "--wheel", "--quiet", "--out-dir", str(tmp_path), cwd=ROOT)
    (wheel,) = tmp_path.glob("*.whl")
    program = tmp_path / "elsewhere" / "program.py"
    program.parent.mkdir()
    program.write_text(f"{example()}\nwrong: str = asyncio.run(owed('', ''))\n", encoding="utf-8")
    found = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", f"--python-executable={installed(wheel, tmp_path)}", program.name],
        cwd=program.parent,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    assert re.findall(r"^program.py:\d+: error: (.*)$", found, re.MULTILINE) == [
        'Incompatible types in assignment (expression has type "int", variable has type "str")  [assignment]'
    ], found
