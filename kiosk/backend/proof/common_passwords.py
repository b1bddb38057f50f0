"""The passwords that are refused since everybody tries them first: `assets/passwords.toml`."""

from __future__ import annotations

from functools import cache

from kiosk.backend.domain.validity import TariffError
from kiosk.backend.ground import rules
from kiosk.domain.common_password import Common
from kiosk.platform.machine.paths import assets


@cache
def common() -> Common:
    """Return the list; raise `TariffError` for a file that cannot be used."""
    content = rules.parse(assets() / "passwords.toml")
    try:
        return Common.of(content)
    except ValueError as error:
        raise TariffError(f"passwords.toml: {error}") from error
