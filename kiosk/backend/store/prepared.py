"""Statements made once and run on the driver's own cursor: what every payment asks, and the worker every second.

SQLAlchemy makes a context, a result and its rows anew for each execution, which costs four to ten times what SQLite
takes to answer. The statements themselves stay in its language, with its types, in its connections and transactions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Row = tuple[Any, ...]
_Process = Callable[[Any], Any] | None


class Prepared:
    """A statement for both kinds of database. Its values are named by its `bindparam`s.

    An insert, or an update without `values`, is given its `columns`; they are named as in the table. A list of no
    fixed length (`expanding`) cannot be prepared: `ValueError`.
    """

    def __init__(self, statement: ClauseElement, columns: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._columns = columns
        self._forms: dict[str, _Form] = {}

    def all(self, connection: Connection, **values: Any) -> list[Row]:
        """Return every row that is found, or that a statement with `returning` gives back."""
        form = self._form(connection)
        with _cursor(connection) as cursor:
            cursor.execute(form.sql, form.parameters(values))
            return form.rows(cursor.fetchall())

    def first(self, connection: Connection, **values: Any) -> Row | None:
        """Return one row, None if there is none."""
        found = self.all(connection, **values)
        return found[0] if found else None

    def run(self, connection: Connection, **values: Any) -> int:
        """Have it done, and return how many rows it was done to."""
        form = self._form(connection)
        with _cursor(connection) as cursor:
            cursor.execute(form.sql, form.parameters(values))
            return cursor.rowcount

    def run_many(self, connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
        """Have it done once for each of the rows."""
        form = self._form(connection)
        with _cursor(connection) as cursor:
            cursor.executemany(form.sql, [form.parameters(values) for values in rows])

    def _form(self, connection: Connection) -> _Form:
        dialect = connection.dialect
        form = self._forms.get(dialect.name)
        if form is None:
            form = self._forms[dialect.name] = _Form(self._statement, self._columns, dialect)
        return form


def rows(connection: Connection, sql: str, values: Sequence[Any]) -> list[Row]:
    """Return what a statement finds that is text for the driver itself."""
    with _cursor(connection) as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


class _Form:
    """A statement as one kind of database takes it."""

    def __init__(self, statement: ClauseElement, columns: Sequence[str] | None, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=None if columns is None else list(columns))
        if not isinstance(compiled, SQLCompiler):
            raise TypeError("no statement")
        if compiled.post_compile_params or compiled.literal_execute_params:
            raise ValueError("a list of no fixed length cannot be prepared")
        self.sql = str(compiled)
        self._positional = compiled.positional
        names = (compiled.positiontup or []) if self._positional else list(compiled.binds)
        self._binds = [_bind(compiled, name, dialect) for name in names]
        self._wanted = {name for name, wanted, _, _ in self._binds if wanted}
        # What it was compiled to return. The statement's own list is kept from before `returning` was added to it.
        self._processes = list(_processes([column.type for column in compiled._result_columns], dialect))  # noqa: SLF001

    def parameters(self, values: dict[str, Any]) -> Any:
        if values.keys() != self._wanted:
            raise TypeError(f"the statement takes {sorted(self._wanted)}, not {sorted(values)}")
        given = [
            constant if not wanted else values[name] if process is None else process(values[name])
            for name, wanted, constant, process in self._binds
        ]
        return given if self._positional else dict(zip((bind[0] for bind in self._binds), given, strict=True))

    def rows(self, found: Sequence[Any]) -> list[Row]:
        if not self._processes:
            return list(found)
        made = []
        for row in found:
            values = list(row)
            for place, process in self._processes:
                values[place] = process(values[place])
            made.append(tuple(values))
        return made


def _bind(compiled: SQLCompiler, name: str, dialect: Dialect) -> tuple[str, bool, Any, _Process]:
    """Return a parameter's name, whether its value is given each time, its value if not, and what is done to it."""
    bind = compiled.binds[name]
    process = bind.type.dialect_impl(dialect).bind_processor(dialect)
    if bind.required:
        return name, True, None, process
    value = bind.effective_value
    return name, False, value if process is None else process(value), process


def _processes(types: Sequence[TypeEngine[Any]], dialect: Dialect) -> Iterator[tuple[int, Callable[[Any], Any]]]:
    """Yield the places of a row whose values are made of what the driver returns."""
    for place, type_ in enumerate(types):
        process = type_.dialect_impl(dialect).result_processor(dialect, None)
        if process is not None:
            yield place, process


@contextmanager
def _cursor(connection: Connection) -> Iterator[DBAPICursor]:
    """Yield the driver's cursor; what it raises comes out as SQLAlchemy's, without the values."""
    driver = connection.connection
    cursor = driver.cursor()
    try:
        yield cursor
    except connection.dialect.loaded_dbapi.Error as error:
        dialect = connection.dialect
        lost = dialect.is_disconnect(error, driver, cursor)
        wrapped = DBAPIError.instance(
            None, None, error, dialect.loaded_dbapi.Error, hide_parameters=True, connection_invalidated=lost
        )
        if lost:
            # The connection is dead: it cannot be rolled back, and must not return to the pool.
            connection.invalidate(error)
        raise wrapped from error
    finally:
        cursor.close()
