"""The office's mail server, as the settings have it."""

from __future__ import annotations

from kiosk.backend.messages.mail.smtp import Smtp, SmtpAccount
from kiosk.clock import Clock
from kiosk.settings import BackendSettings
from kiosk.settings.office import is_loopback


def mail_server(settings: BackendSettings, clock: Clock) -> Smtp | None:
    """Return the server that e-mail is handed to, None where the settings have none. Nothing is opened yet."""
    if not settings.mail_url:
        return None
    account = SmtpAccount(
        settings.mail_url,
        settings.mail_from,
        settings.mail_user,
        settings.mail_password.get_secret_value(),
        plain=is_loopback(settings.mail_url),
    )
    return Smtp(account, clock=clock)
