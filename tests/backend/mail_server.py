"""A real SMTP server on loopback, as an office's: TLS from the first byte or by STARTTLS, a login, its own answers."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.patience import PATIENCE

USER, PASSWORD = "kiosk", "Wm3kd9Qz"
Certificate = Callable[[ssl.SSLContext], None]


@dataclass
class MailOffice:
    """What a server does with what it is handed; tests look into it and tell it what to answer."""

    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    """Of each that was taken, whether it came by TLS."""
    answers: dict[str, str] = field(default_factory=dict)
    """What is said instead of OK, by the command: `MAIL`, `RCPT`, `DATA`."""
    login: bool = True
    port: int = 0

    def last(self) -> EmailMessage:
        """Return what was taken last. No property: aiosmtpd reads all of them before the first e-mail."""
        return self.taken[-1]

    # aiosmtpd asks for these by their names.

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.login and not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if "RCPT" in self.answers:
            return self.answers["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if "DATA" in self.answers:
            return self.answers["DATA"]
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        self.recipients += envelope.rcpt_tos
        assert server.transport is not None
        self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
        return "250 2.0.0 Queued"


@contextmanager
def mail_office(
    *, certificate: Certificate | None = None, from_the_first_byte: bool = False, login: bool = True
) -> Iterator[MailOffice]:
    """Yield a server on a port of its own; with a certificate it wants TLS before anything else."""
    office = MailOffice(login=login)
    tls = _tls(certificate)
    offered = None if from_the_first_byte else tls

    def checked(_server: SMTP, _session: Session, _envelope: Envelope, _how: str, typed: Any) -> AuthResult:
        known = isinstance(typed, LoginPassword) and (typed.login, typed.password) == (
            USER.encode(),
            PASSWORD.encode(),
        )
        return AuthResult(success=known, handled=False)

    def made() -> SMTP:
        return SMTP(
            office,
            hostname="mail.example.tw",
            loop=loop,
            tls_context=offered,
            require_starttls=offered is not None,
            authenticator=checked,
            auth_require_tls=offered is not None,
        )

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="mail-office", daemon=True)
    thread.start()

    async def begin() -> asyncio.Server:
        return await loop.create_server(made, "127.0.0.1", 0, ssl=tls if from_the_first_byte else None)

    async def end() -> None:
        server.close()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    server = asyncio.run_coroutine_threadsafe(begin(), loop).result(PATIENCE)
    office.port = server.sockets[0].getsockname()[1]
    try:
        yield office
    finally:
        asyncio.run_coroutine_threadsafe(end(), loop).result(PATIENCE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)
        loop.close()


def _tls(certificate: Certificate | None) -> ssl.SSLContext | None:
    if certificate is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate(context)
    return context
