"""Names that providers, offices and operators gave, for readers of each language."""

from __future__ import annotations

from typing import Protocol

from kiosk.i18n import Named


class HasNames(Protocol):
    """What the backend names in Chinese, and in English where there is an English name."""

    @property
    def name(self) -> str:
        """As its owner writes it."""

    @property
    def name_en(self) -> str | None:
        """In English."""


def named(thing: HasNames) -> Named:
    """Return what readers of each language call a provider, a pass or whatever else has names."""
    return Named(thing.name, thing.name_en)
