"""Typed settings, from a TOML file and `KIOSK_…` in the environment, validated once at start.

Precedence: arguments, then the environment, then the file, then the defaults. `[kiosk]` is for this terminal,
`[backend]` for the backend, whether it is central or the terminal's own.
"""

from __future__ import annotations

from kiosk.settings.backend import BackendSettings, IdentitySettings
from kiosk.settings.faults import SettingsError
from kiosk.settings.gateways import GatewaySettings
from kiosk.settings.kiosk import KioskSettings

__all__ = ["BackendSettings", "GatewaySettings", "IdentitySettings", "KioskSettings", "SettingsError"]
