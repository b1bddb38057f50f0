"""What cities are called, by their codes."""

from __future__ import annotations

from functools import cache

from kiosk.backend.registers.national.cities import cities


@cache
def name_of(code: str) -> tuple[str, str]:
    """Return a city's name in Chinese and in English; its code, should the list of cities have it no more."""
    return next(((city.name, city.name_en) for city in cities() if city.code == code), (code, code))
