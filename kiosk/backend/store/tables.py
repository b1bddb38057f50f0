"""What the tables of all subjects are made of, in one metadata.

Every limit that matters is a constraint: SQLite enforces neither lengths nor types by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Integer,
    MetaData,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Serial = BigInteger().with_variant(Integer(), "sqlite")
"""A growing id: SQLite numbers rows by itself only in a column of exactly this type."""


def one_of(column: str, values: Iterable[StrEnum | str]) -> CheckConstraint:
    names = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({names})", name=f"{column}_known")


def mobile_number(column: str) -> CheckConstraint:
    return CheckConstraint(f"length({column}) = 10 AND {column} LIKE '09%'", name=f"{column}_mobile")


def at_most(column: str, length: int) -> CheckConstraint:
    return CheckConstraint(f"length({column}) <= {length}", name=f"{column}_length")


def dollars(column: str) -> CheckConstraint:
    # Arithmetic on the value fails for text on PostgreSQL and compares as text on SQLite: the type is checked too.
    return CheckConstraint(f"{column} = CAST({column} AS INTEGER) AND {column} BETWEEN 0 AND 10000000", name=column)
