"""What an office's settings need: to be read, to be good enough for real money, and an address that phones reach."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiosk.commands.findings import Finding, broken, fine

if TYPE_CHECKING:
    from pydantic import SecretStr

    from kiosk.settings import BackendSettings


def settings() -> Iterator[Finding]:
    """Yield how the settings stand; the first finding says whether they can be used at all."""
    from kiosk.platform.machine.paths import NoHomeError, config_file
    from kiosk.settings import BackendSettings, KioskSettings, SettingsError

    try:
        lan = KioskSettings().lan
        found = BackendSettings()
        file = config_file()
    except (SettingsError, NoHomeError) as error:
        yield broken("settings", "wrong", names=str(error).replace("\n", "; "))
        return
    secrets, gateways = _gateways(found)
    refused = list(_refused(found.model_copy(update={"gateway_secrets": secrets}), lan=lan))
    yield from refused or [fine("settings", file=str(file) if file is not None and file.exists() else "–")]
    if found.public_url:
        yield fine("public-url", url=found.public_url)
    yield from gateways
    for name in found.text_gateways:
        yield _texts(found, name)
    if found.mail_url:
        yield _mail(found)


def _refused(settings: BackendSettings, *, lan: bool) -> Iterator[Finding]:
    """Yield what a backend with these settings would not start for, as it says it itself."""
    from kiosk.backend.configuration import check
    from kiosk.backend.domain.validity import TariffError
    from kiosk.backend.payments.providers import ProviderFileError
    from kiosk.backend.start_errors import StartError
    from kiosk.backend.store.address import DatabaseAddressError
    from kiosk.settings.office import refusals

    if weak := refusals(settings, lan=lan):
        yield broken("settings", "weak", names="; ".join(weak))
    try:
        check(settings)
    except (StartError, TariffError, ProviderFileError) as error:
        yield broken("settings", "refused", reason=str(error).removesuffix("."))
    except (DatabaseAddressError, OSError):
        pass  # the database and the data folder have findings of their own


def _texts(settings: BackendSettings, name: str) -> Finding:
    """Ask a company for text messages how many the account holds, and send none."""
    from kiosk.backend.messages.port import GatewayError, Trouble
    from kiosk.backend.messages.sms.gateways import credit
    from kiosk.clock import SystemClock

    try:
        left = credit(name, settings, SystemClock())
    except GatewayError as error:
        if error.trouble is Trouble.ACCOUNT:
            return broken("texts", "refuses", name=name, reason=error.code)
        return broken("texts", "unreached", name=name, reason=error.code)
    return fine("texts", name=name, credit=f"{left:g}") if left > 0 else broken("texts", "empty", name=name)


def _mail(settings: BackendSettings) -> Finding:
    """Sign in at the office's mail server, and send nothing."""
    from kiosk.backend.messages.mail.account import mail_server
    from kiosk.backend.messages.port import GatewayError, Trouble
    from kiosk.clock import SystemClock

    server = mail_server(settings, SystemClock())
    try:
        if server is not None:
            server.check()
    except GatewayError as error:
        if error.code == "certificate not trusted":
            return broken("mail", "certificate", url=settings.mail_url)
        if error.code == "login refused":
            return broken("mail", "login", url=settings.mail_url)
        if error.code == "no STARTTLS":
            return broken("mail", "open", url=settings.mail_url)
        if error.trouble is Trouble.ACCOUNT:
            return broken("mail", "refuses", url=settings.mail_url, reason=error.code)
        return broken("mail", "unreached", url=settings.mail_url, reason=error.code)
    return fine("mail", url=settings.mail_url, sender=settings.mail_from)


def _gateways(settings: BackendSettings) -> tuple[dict[str, SecretStr], list[Finding]]:
    """Return the gateways' secrets, wherever they are kept, and for each gateway whether it has one."""
    from pydantic import SecretStr

    from kiosk.platform.machine.secrets import SecretStoreError, gateway_credential, gateway_secret

    secrets, findings = dict(settings.gateway_secrets), []
    for gateway in settings.gateways:
        credential = gateway_credential(gateway.name)
        if gateway.name not in secrets:
            try:
                kept = gateway_secret(gateway.name, f"give {credential}")
            except SecretStoreError as error:
                findings.append(broken("gateway", "locked", name=gateway.name, reason=str(error)))
                continue
            if not kept:
                findings.append(broken("gateway", "no-secret", name=gateway.name, credential=credential))
                continue
            secrets[gateway.name] = SecretStr(kept)
        providers = ", ".join(gateway.providers)
        findings.append(fine("gateway", name=gateway.name, providers=providers, url=gateway.url))
    return secrets, findings
