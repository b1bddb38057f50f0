"""What an installation is made of."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
import zipfile
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from kiosk import __version__
from tests.source import ROOT

LOCK = ROOT / "requirements.lock"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)( ; [^\\]+)?", re.MULTILINE)
_NETWORK = ("Could not connect", "error sending request", "Failed to fetch", "dns error", "Network connectivity")


@cache
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pins(text: str) -> dict[str, tuple[str, str]]:
    """Return each package's version and the machines it is for, from a file of requirements."""
    return {
        canonicalize_name(name): (version, (marker or "").strip(" ;")) for name, version, marker in _PIN.findall(text)
    }


OLDEST = "3.11"
"""The oldest Python that is supported; the lock is for it and all later ones."""


def uv() -> str:
    found = os.environ.get("UV") or shutil.which("uv")
    if not found:
        pytest.skip("uv is not on this machine")
    return found


def run_uv(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run uv; skip the test where the registry cannot be reached."""
    result = subprocess.run([uv(), *arguments], cwd=cwd, capture_output=True, text=True, check=False, timeout=120)
    if result.returncode and any(sign in result.stderr for sign in _NETWORK):
        pytest.skip("the package registry cannot be reached")
    assert result.returncode == 0, result.stderr
    return result


def test_every_dependency_stops_before_the_next_major_version() -> None:
    groups = [project()["project"]["dependencies"], *project()["dependency-groups"].values()]
    for line in [line for group in groups for line in group]:
        requirement = Requirement(line)
        bounds = {specifier.operator: Version(specifier.version) for specifier in requirement.specifier}
        assert bounds.keys() >= {">=", "<"}, line


def test_no_python_is_named_that_the_pages_do_not_say_was_tried() -> None:
    said = (ROOT / "docs" / "operating" / "installing.md").read_text(encoding="utf-8")
    [tried] = [line for line in said.replace("\n", " ").split(". ") if line.startswith("All tests are run on Python")]
    named = [line.rpartition(" ")[2] for line in project()["project"]["classifiers"] if "Python :: 3." in line]
    assert named[0] == OLDEST
    assert set(named) == set(re.findall(r"3\.\d+", tried))


def test_each_python_that_is_named_is_tried_where_it_is_installed() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    [listing] = re.findall(r"for version in \$\((sed .+ pyproject\.toml)\)", script)
    listed = subprocess.run(["bash", "-c", listing], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    named = [line.rpartition(" ")[2] for line in project()["project"]["classifiers"] if "Python :: 3." in line]
    assert listed.split() == named


def test_the_lock_pins_every_direct_dependency_within_its_bounds() -> None:
    pinned = pins(LOCK.read_text(encoding="utf-8"))
    for line in project()["project"]["dependencies"]:
        requirement = Requirement(line)
        version, _ = pinned[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version, prereleases=True), line


def test_the_lock_has_a_hash_for_everything_and_an_address_for_nothing() -> None:
    text = LOCK.read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", text.split("\n", 2)[2])
    assert len(entries) == len(pins(text)) > 50
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host", text)


def test_the_lock_was_made_as_of_the_projects_day() -> None:
    made = re.search(r"--exclude-newer (\S+)", LOCK.read_text(encoding="utf-8"))
    assert made is not None
    assert made[1] == project()["tool"]["uv"]["exclude-newer"]


def test_the_lock_is_the_same_whichever_python_makes_it() -> None:
    # Without it, uv resolves for the Python that it finds, and leaves out what older ones need.
    assert f"--universal --python-version {OLDEST} " in LOCK.read_text(encoding="utf-8")
    assert project()["project"]["requires-python"] == f">={OLDEST}"


def test_the_lock_is_what_the_declared_bounds_resolve_to(tmp_path: Path) -> None:
    # The lock's own pins are kept where they still fit, so that a version withdrawn later is no failure of ours.
    copy = tmp_path / "requirements.lock"
    shutil.copy(LOCK, copy)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    run_uv(
        "pip", "compile", "pyproject.toml", "--universal", "--python-version", OLDEST, "--generate-hashes",
        "--no-emit-index-url", "--quiet", "--exclude-newer", project()["tool"]["uv"]["exclude-newer"],
        "-o", "requirements.lock", cwd=tmp_path,
    )  # fmt: skip
    assert pins(copy.read_text(encoding="utf-8")) == pins(LOCK.read_text(encoding="utf-8"))


def test_no_lock_file_of_addresses_is_kept() -> None:
    assert "uv.lock" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert project()["tool"]["uv"]["compile-bytecode"] is True


def test_the_version_stands_in_one_place() -> None:
    assert project()["project"]["dynamic"] == ["version"]
    assert metadata.version("taipei-parking-kiosk") == __version__
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{__version__}]" in changes or "## [Unreleased]" in changes


def test_a_wheel_carries_all_that_the_kiosk_reads(tmp_path: Path) -> None:
    run_uv("build", "--wheel", "--quiet", "--out-dir", str(tmp_path), cwd=ROOT)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assets = {f"kiosk/_assets/{path.relative_to(ROOT / 'assets').as_posix()}" for path in files(ROOT / "assets")}
    package = {path.relative_to(ROOT).as_posix() for path in files(ROOT / "kiosk")}
    assert assets <= names
    assert package <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(name.startswith("tests/") for name in names)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"]
