"""The city's rules, read from `assets/tariffs` once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kiosk.backend.domain.dunning import Ladder
from kiosk.backend.domain.tariff import Rate, Tariff, rates_of
from kiosk.backend.domain.validity import TariffError
from kiosk.platform.machine.paths import assets


@cache
def tariff() -> Tariff:
    """Return the fees and discounts; raise `TariffError` for a file that cannot be used."""
    return Tariff.of(_read("rates.toml"), _read("discounts.toml"))


@cache
def tariff_elsewhere() -> Tariff:
    """Return the fees and discounts of a service where nothing can be paid; raise as `tariff` does."""
    return tariff().paid_elsewhere()


@cache
def rates(name: str) -> Mapping[str, Rate]:
    """Return the rates of a file of `assets/tariffs`, by their ids; raise `TariffError`."""
    return rates_of(_read(name))


@cache
def ladder() -> Ladder:
    """Return the rules of dunning; raise `TariffError` for a file that cannot be used."""
    return Ladder.of(_read("dunning.toml"))


def _read(name: str) -> dict[str, object]:
    return parse(assets() / "tariffs" / name)


def parse(path: Path) -> dict[str, object]:
    """Return a parsed TOML file; raise `TariffError` with its name."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TariffError(f"{path.name}: {error}") from error
