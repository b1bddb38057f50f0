"""What the settings of this terminal say where the command line says nothing."""

from __future__ import annotations

from kiosk.settings import KioskSettings


def central(backend: str) -> str:
    """Return the address of the central backend, empty where this terminal has its own; raise `SettingsError`."""
    return backend or KioskSettings().backend


def language_of(language: str | None) -> str | None:
    """Return the language that was asked for; raise `SettingsError`."""
    return language or KioskSettings().language or None


def panel_inches() -> float:
    """Return the panel's diagonal in inches, 0 if it is not set; raise `SettingsError`."""
    return KioskSettings().panel_inches


def wants_demo(demo: bool | None) -> bool:
    """Say whether a backend of this terminal's own is the synthetic city; raise `SettingsError`."""
    return KioskSettings().demo if demo is None else demo
