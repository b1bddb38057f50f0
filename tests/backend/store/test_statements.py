"""Where the database is spoken to: each subject has its tables and its statements in files that say so."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import kiosk.backend
from kiosk.backend.schema import metadata

_BACKEND = Path(kiosk.backend.__file__).parent
_SUBJECTS = sorted(
    # What the store calls its tables is what those of all subjects are made of.
    folder.name
    for folder in _BACKEND.iterdir()
    if folder.name != "store" and (folder / "tables.py").exists()
)

_NO_STATEMENT = {"URL", "Connection", "Engine", "Row", "RowMapping", "Table"}
"""What others may import from SQLAlchemy: types, of a transaction to work in or of what a statement brought."""

_OF_ITSELF = {"ground"}
"""What all subjects stand on: there each module is what is said about one table, and nothing else."""

_WRITTEN_BY_OTHERS: dict[str, set[str]] = {
    "city_bills": {"ground"},
    "city_orders": {"ground"},
    "identity_flows": {"owners"},
    "identity_links": {"owners"},
    "passes": {"ground"},
    "payment_bills": {"ground"},
    "payment_events": {"ground"},
    "payment_tickets": {"ground"},
    "payments": {"ground"},
    "sheets": {"payments"},
    "sign_in_flows": {"owners"},
}
"""Tables that another subject writes too, with those that do: retention, and what lies below a table's own subject."""


def _name(path: Path) -> str:
    return path.relative_to(_BACKEND).as_posix()


def _subject(path: Path) -> str:
    return path.relative_to(_BACKEND).parts[0]


def _speaks(path: Path) -> bool:
    """Say whether a file is one that statements or tables belong in."""
    inside = path.relative_to(_BACKEND)
    return inside.parts[0] == "store" or bool({inside.stem, *inside.parts[:-1]} & {"records", "statements", "tables"})


def _files() -> Iterator[Path]:
    return (path for path in sorted(_BACKEND.rglob("*.py")) if path.name != "schema.py")


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def _nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(_text(path))))


def _imports(path: Path) -> Iterator[tuple[str, ast.alias]]:
    for node in _nodes(path):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias) for alias in node.names)


def _of_tables(module: str) -> bool:
    return module.startswith("kiosk.backend.") and module.endswith("tables")


_SQL = re.compile(r"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b")

_MAY_BUILD = re.compile(f"{_SQL.pattern}|sqlalchemy|tables|Prepared")
"""A file without any of this builds no statement: to parse them all takes a second."""


def _builds_statements(path: Path) -> bool:
    if not _MAY_BUILD.search(_text(path)):
        return False
    texts = (node.value for node in _nodes(path) if isinstance(node, ast.Constant))
    return any(isinstance(text, str) and _SQL.match(text) for text in texts) or any(
        (module == "sqlalchemy" and alias.name not in _NO_STATEMENT)
        or (module.startswith(("sqlalchemy.sql", "sqlalchemy.dialects")))
        or _of_tables(module)
        or (module.startswith("kiosk.backend.") and alias.name == "tables")
        or (module == "kiosk.backend.store.prepared" and alias.name == "Prepared")
        for module, alias in _imports(path)
    )


def test_use_cases_and_routes_build_no_statements() -> None:
    build = [_name(path) for path in _files() if not _speaks(path) and _builds_statements(path)]
    assert [name for name in build if name.split("/")[0] not in _OF_ITSELF] == []


@pytest.mark.parametrize("subject", _SUBJECTS)
def test_tables_know_only_the_store_and_the_values_of_the_trade(subject: str) -> None:
    known = {module for module, _ in _imports(_BACKEND / subject / "tables.py") if module.startswith("kiosk.")}
    allowed = ("kiosk.backend.store.", "kiosk.backend.domain.", "kiosk.contract.", "kiosk.domain.")
    assert sorted(module for module in known if not module.startswith(allowed)) == []


@pytest.mark.parametrize("subject", _SUBJECTS)
def test_a_column_that_points_to_another_table_has_a_type_of_its_own(subject: str) -> None:
    """The type would else be that of the other column, once whatever module it stands in happens to be imported."""
    nodes = _nodes(_BACKEND / subject / "tables.py")
    columns = [call for call in nodes if isinstance(call, ast.Call) and _called(call) == "Column"]
    assert columns
    second = [call.args[1] for call in columns if len(call.args) > 1]
    assert not [ast.unparse(node) for node in second if isinstance(node, ast.Call) and _called(node) == "ForeignKey"]


def test_a_table_is_written_by_its_own_subject() -> None:
    others: dict[str, set[str]] = {}
    for path in _files():
        if "migrations" in path.parts or "tables" not in _text(path):
            continue
        for subject, table in _written(path):
            if subject != _subject(path):
                others.setdefault(table, set()).add(_subject(path))
    assert {table: found for table, found in others.items() if found - _WRITTEN_BY_OTHERS.get(table, set())} == {}


def test_an_owners_row_is_locked_in_one_place() -> None:
    locking = {
        _name(path)
        for path in _files()
        if "with_for_update" in _text(path)
        for function in _nodes(path)
        if isinstance(function, ast.FunctionDef) and _locks(function, "owners")
    }
    assert locking == {"vehicles/statements/owner_locks.py"}


def test_every_table_is_owned_by_a_subject() -> None:
    owned = {
        node.args[0].value
        for subject in _SUBJECTS
        for path in (_BACKEND / subject).glob("*tables.py")
        for node in _nodes(path)
        if isinstance(node, ast.Call) and _called(node) == "Table" and isinstance(node.args[0], ast.Constant)
    }
    assert owned == set(metadata.tables)


def _locks(function: ast.FunctionDef, table: str) -> bool:
    """Say whether a function selects from a table and locks what it finds."""
    nodes = list(ast.walk(function))
    return any(isinstance(node, ast.Attribute) and node.attr == "with_for_update" for node in nodes) and any(
        isinstance(node, ast.Name) and node.id == table for node in nodes
    )


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


_PLACE_OF_TABLE = {"insert": 0, "update": 0, "delete": 0, "ensure": 1, "ensure_all": 1, "hold": 1}


def _written(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the subject and the name of each table that a file inserts into, updates, or deletes from."""
    tables = {
        alias.asname or alias.name: (module.split(".")[2], alias.name)
        for module, alias in _imports(path)
        if _of_tables(module) and not alias.name[0].isupper()
    }
    # `for table in (codes, code_sends): … delete(table)`
    loops = {
        node.target.id: [name.id for name in node.iter.elts if isinstance(name, ast.Name)]
        for node in _nodes(path)
        if isinstance(node, ast.For) and isinstance(node.target, ast.Name) and isinstance(node.iter, ast.Tuple)
    }
    for call in _nodes(path):
        place = _PLACE_OF_TABLE.get(_called(call)) if isinstance(call, ast.Call) else None
        if place is None or not isinstance(call, ast.Call) or len(call.args) <= place:
            continue
        written = call.args[place]
        if isinstance(written, ast.Name):
            yield from (tables[name] for name in loops.get(written.id, [written.id]) if name in tables)
