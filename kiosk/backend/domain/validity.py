"""Rules of the city that hold from one day to another, read from TOML. Nothing here has a figure of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar


class TariffError(ValueError):
    """A tariff file that cannot be used, or a day that no entry of it covers. Says which entry and why."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days on which a rule holds, both ends included; `until` None means until further notice."""

    start: date
    until: date | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.start:
            raise TariffError(f"a rule that ends ({self.until}) before it begins ({self.start})")

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.until is None or day <= self.until)


class Dated(Protocol):
    """A rule with its days."""

    @property
    def period(self) -> Period:
        """Return the days on which it holds."""
        ...


R = TypeVar("R", bound=Dated)


def on(day: date, rules: Iterable[R], what: str) -> R:
    """Return the one rule that holds on a day, the latest begun if two overlap; raise `TariffError` if none does."""
    holding = [rule for rule in rules if day in rule.period]
    if not holding:
        raise TariffError(f"no {what} for {day}")
    return max(holding, key=lambda rule: rule.period.start)


class Entry:
    """One table of a tariff file, taken field by field; `done` refuses what was not asked for."""

    def __init__(self, values: Mapping[str, object], where: str) -> None:
        self._values = dict(values)
        self._where = where

    def whole(self, name: str, default: int | None = None, *, least: int = 0, most: int = 1_000_000) -> int:
        """Take a whole number within bounds; raise `TariffError`."""
        value = self._values.pop(name, default)
        if type(value) is not int or not least <= value <= most:
            raise TariffError(f"{self._where}: {name} must be a whole number from {least} to {most}")
        return value

    def text(self, name: str) -> str:
        """Take a text that is not empty; raise `TariffError`."""
        value = self._values.pop(name, None)
        if not isinstance(value, str) or not value:
            raise TariffError(f"{self._where}: {name} must be a text")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Take a list of texts; raise `TariffError`."""
        value = self._values.pop(name)
        if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
            raise TariffError(f"{self._where}: {name} must be a list of texts")
        return tuple(value)

    def flag(self, name: str) -> bool:
        """Take true or false; raise `TariffError`."""
        value = self._values.pop(name)
        if not isinstance(value, bool):
            raise TariffError(f"{self._where}: {name} must be true or false")
        return value

    def tables(self, name: str) -> list[Entry]:
        """Take a list of tables, at least one; raise `TariffError`."""
        return entries({name: self._values.pop(name, None)}, name)

    def period(self) -> Period:
        """Take `from` and `until`; raise `TariffError`."""
        start, until = self._values.pop("from", None), self._values.pop("until", None)
        if type(start) is not date or not (until is None or type(until) is date):
            raise TariffError(f"{self._where}: from must be a day, and until a day or left out")
        return Period(start, until)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def done(self) -> None:
        """Raise `TariffError` if a field is left: a misspelt one would otherwise change what people pay."""
        if self._values:
            raise TariffError(f"{self._where}: unknown {', '.join(sorted(self._values))}")


def entries(content: Mapping[str, object], name: str) -> list[Entry]:
    """Return the tables `[[name]]` of a parsed file; raise `TariffError` if there are none."""
    tables = content.get(name)
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        raise TariffError(f"no [[{name}]]")
    return [Entry(table, f"[[{name}]] {position}") for position, table in enumerate(tables, start=1)]
