"""docs/architecture.md: what it names is there."""

from __future__ import annotations

import ast
import re

from tests.source import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_every_path_on_the_page_leads_somewhere() -> None:
    named = re.findall(r"`(kiosk/[\w/.]+)`", PAGE)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_whatever_the_page_says_stands_in_a_file_is_defined_there() -> None:
    named = [
        *re.findall(r"`([\w.]+)`\s\(`(kiosk/[\w/]+\.py)`", PAGE),
        *re.findall(r"`(\w+)` in `(kiosk/[\w/]+\.py)`", PAGE),
        *re.findall(r"`(\w+)`\s\(`(kiosk/[\w/]+\.py)`\)", PAGE),
    ]
    assert len(named) >= 14
    assert [(name, path) for name, path in named if name not in defined(path)] == []


def defined(path: str) -> set[str]:
    """Return the functions, classes and constants of a module, methods with their class."""
    module = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    names = {
        node.name for node in module.body if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    }
    for node in module.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
        if isinstance(node, ast.ClassDef):
            names |= {f"{node.name}.{each.name}" for each in node.body if hasattr(each, "name")}
    return names


def test_every_room_of_the_backend_is_on_the_page() -> None:
    rooms = {path.parent.name for path in (ROOT / "kiosk" / "backend").glob("*/__init__.py")}
    assert sorted(room for room in rooms if not re.search(rf"\b{room}\b", PAGE)) == []


def test_every_room_of_the_program_and_every_module_beside_one_is_on_the_page() -> None:
    rooms = {path.parent.name for path in (ROOT / "kiosk").glob("*/__init__.py")}
    modules = {path.name for at in ("", "backend") for path in (ROOT / "kiosk" / at).glob("[a-z]*.py")}
    missing = {room for room in rooms if f"kiosk/{room}" not in PAGE}
    missing |= {name for name in modules if not re.search(rf"[`/]{re.escape(name)}`", PAGE)}
    assert missing == set()


def test_a_language_has_as_many_files_as_the_pages_say() -> None:
    files = len(list((ROOT / "assets" / "locale" / "en").glob("*.ftl")))
    guide = (ROOT / "docs" / "adding-a-language.md").read_text(encoding="utf-8")
    assert f"| {files} files of one folder |" in PAGE
    assert f"{files} new files" in guide
    named = set(re.findall(r"`(\w+\.ftl)`", guide))
    assert {path.name for path in (ROOT / "assets" / "locale" / "en").glob("*.ftl")} <= named
