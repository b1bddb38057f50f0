"""Reading this project's own source, for tests that hold a rule everywhere."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kiosk"


def modules(folder: Path = PACKAGE) -> Iterator[tuple[Path, ast.Module]]:
    """Yield each module of the package below `folder`, parsed."""
    for path in sorted(folder.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the full name of each module that is imported anywhere in `tree`, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None and node.level == 0:
            yield node.module


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Yield each call with the last name of what is called: `say`, `texts`; for `texts_of(x)(…)`, `texts_of`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function: ast.expr = node.func
            while isinstance(function, ast.Call):
                function = function.func
            if isinstance(function, ast.Name):
                yield function.id, node
            elif isinstance(function, ast.Attribute):
                yield function.attr, node
