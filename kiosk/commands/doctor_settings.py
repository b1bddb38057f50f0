"""What an office's settings need: to be read, to be good enough for real money, and an address that phones reach."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.commands.findings import Finding, broken, fine


def settings() -> Iterator[Finding]:
    """Yield how the settings stand; the first finding says whether they can be used at all."""
    from kiosk.platform.machine.paths import NoHomeError, config_file
    from kiosk.settings import BackendSettings, KioskSettings, SettingsError
    from kiosk.settings.office import refusals

    try:
        KioskSettings()
        found = BackendSettings()
        file = config_file()
    except (SettingsError, NoHomeError) as error:
        yield broken("settings", "wrong", names=str(error).replace("\n", "; "))
        return
    weak = refusals(found)
    if weak:
        yield broken("settings", "weak", names="; ".join(weak))
    else:
        yield fine("settings", file=str(file) if file is not None and file.exists() else "–")
    if found.public_url:
        yield fine("public-url", url=found.public_url)
