"""Outgoing e-mail by SMTP: submission with TLS and a login (RFC 6409, 8314), as an office's mail server takes it.

`smtps://host` is TLS from the first byte (465), `smtp://host` becomes TLS before anything is said (STARTTLS, 587): a
server that does not offer it gets nothing, unless it is this machine itself. What a server writes beside its codes is
never kept: it likes to repeat the address.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as CRLF
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from kiosk.backend.messages.mail.port import OutgoingMail
from kiosk.backend.messages.port import GatewayError, Trouble
from kiosk.clock import Clock, Deadline
from kiosk.platform.machine.certificates import system_certificates

READ_TIMEOUT = 10.0
"""Seconds without a byte. A server may look for spam before it answers."""
DEADLINE = 30.0
"""Seconds for a whole conversation, well within the outbox's lease. Replies that trickle in are cut off too."""
PORTS = {"smtp": 587, "smtps": 465}

_ENHANCED = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}(?= |\Z)")
"""An enhanced status code (RFC 3463), such as 5.1.1: no such mailbox."""


@dataclass(frozen=True, slots=True)
class SmtpAccount:
    """Where outgoing e-mail is handed over, and as whom."""

    url: str
    """`smtps://mail.example.tw` or `smtp://mail.example.tw:587`."""
    sender: str
    """The address that readers see."""
    user: str = ""
    """Empty where the server takes e-mail from this machine without a login."""
    password: str = field(default="", repr=False)
    plain: bool = False
    """Whether it may go on without TLS where the server offers none: only for a server on this machine."""


class Smtp:
    """`MailServer` for an account. A connection a message: an office writes a few an hour."""

    def __init__(
        self, account: SmtpAccount, *, clock: Clock, read_timeout: float = READ_TIMEOUT, deadline: float = DEADLINE
    ) -> None:
        self._account = account
        self._clock = clock
        self._read_timeout = read_timeout
        self._deadline = deadline

    def send(self, mail: OutgoingMail) -> None:
        message = self._message(mail)
        with self._conversation() as server:
            try:
                server.sendmail(self._account.sender, [mail.address], message.as_bytes(policy=CRLF))
            except smtplib.SMTPRecipientsRefused as refused:
                code, words = next(iter(refused.recipients.values()))
                raise _said(code, words, address=True) from None
            except smtplib.SMTPSenderRefused as refused:
                raise _said(refused.smtp_code, refused.smtp_error) from None
            except smtplib.SMTPDataError as refused:
                raise _said(refused.smtp_code, refused.smtp_error, address=True) from None

    def check(self) -> None:
        """Sign in and send nothing; raise `GatewayError`."""
        with self._conversation() as server:
            code, words = server.noop()
            if code != 250:
                raise _said(code, words)

    @contextmanager
    def _conversation(self) -> Iterator[smtplib.SMTP]:
        deadline = Deadline.after(self._clock, self._deadline)
        with _translated(), contextlib.closing(self._connected(deadline)) as server:
            if not isinstance(server, smtplib.SMTP_SSL):
                self._begin_tls(server)
            if self._account.user:
                server.login(self._account.user, self._account.password)
            yield server
            # What has been taken stays so, however the two part.
            with contextlib.suppress(smtplib.SMTPException, OSError):
                server.quit()

    def _connected(self, deadline: Deadline) -> smtplib.SMTP:
        parts = urlsplit(self._account.url)
        host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
        if parts.scheme == "smtps":
            return _BoundedTls(host, port, deadline, self._read_timeout, context=system_certificates())
        return _Bounded(host, port, deadline, self._read_timeout)

    def _begin_tls(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if server.has_extn("starttls"):
            server.starttls(context=system_certificates())
            server.ehlo()
        elif not self._account.plain:
            # An attacker on the way takes the offer out of the answer (STRIPTLS): never said in the open.
            raise GatewayError(Trouble.ACCOUNT, "no STARTTLS")

    def _message(self, mail: OutgoingMail) -> EmailMessage:
        local, _, domain = self._account.sender.rpartition("@")
        message = EmailMessage()
        message["From"] = Address(mail.sender, local, domain)
        message["To"] = mail.address
        message["Subject"] = mail.subject
        message["Date"] = format_datetime(self._clock.now())
        message["Message-ID"] = f"<{mail.id}@{domain}>"
        # No holiday answers come back to it (RFC 3834).
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.body, cte="base64")
        return message


class _Bounded(smtplib.SMTP):
    """A conversation that ends by its deadline, however slowly the other side speaks."""

    def __init__(self, host: str, port: int, deadline: Deadline, read_timeout: float, **tls: Any) -> None:
        self._until = deadline
        self._silence = read_timeout
        # Not the machine's name: the server needs none of a client that signs in.
        super().__init__(host, port, local_hostname="[127.0.0.1]", timeout=read_timeout, **tls)

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            # Also after STARTTLS, so that nothing counts that was said in the open before it (CVE-2011-0411).
            self.file = _Lines(self.sock, self._until, self._silence)
        return super().getreply()


class _BoundedTls(_Bounded, smtplib.SMTP_SSL):
    """The same, in TLS from its first byte."""


class _Lines:
    """The lines that a server says: what `smtplib` reads from, within a deadline."""

    def __init__(self, sock: socket.socket, until: Deadline, silence: float) -> None:
        self._sock = sock
        self._until = until
        self._silence = silence
        self._read = b""

    def readline(self, most: int) -> bytes:
        while b"\n" not in self._read and len(self._read) < most:
            left = self._until.remaining()
            if not left:
                raise TimeoutError
            self._sock.settimeout(min(left, self._silence))
            more = self._sock.recv(4096)
            if not more:
                break
            self._read += more
        end = min(self._read.find(b"\n") + 1 or len(self._read), most)
        line, self._read = self._read[:end], self._read[end:]
        return line

    def close(self) -> None:
        self._read = b""


@contextmanager
def _translated() -> Iterator[None]:
    """Turn what goes wrong between two machines into `GatewayError`, which holds nothing that the other one wrote."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        # 454 is "not now" (RFC 4954); all others are about the account.
        raise GatewayError(Trouble.DOWN if error.smtp_code == 454 else Trouble.ACCOUNT, "login refused") from None
    except smtplib.SMTPNotSupportedError:
        raise GatewayError(Trouble.ACCOUNT, "no login offered") from None
    except smtplib.SMTPResponseException as error:
        raise _said(error.smtp_code, error.smtp_error) from None
    except smtplib.SMTPException as error:
        raise GatewayError(Trouble.UNSURE, type(error).__name__) from None
    except ssl.SSLCertVerificationError:
        raise GatewayError(Trouble.ACCOUNT, "certificate not trusted") from None
    except socket.gaierror:
        raise GatewayError(Trouble.DOWN, "no such host") from None
    except ConnectionRefusedError:
        raise GatewayError(Trouble.DOWN, "refused") from None
    except OSError as error:
        raise GatewayError(Trouble.UNSURE, type(error).__name__) from None


def _said(code: int, words: bytes | str, *, address: bool = False) -> GatewayError:
    """Return what a server's code means; about the `address` or the message it is for good, else ours to mend."""
    enhanced = _ENHANCED.match(words.encode("ascii", "replace") if isinstance(words, str) else words)
    status = f"{code} {enhanced[0].decode()}" if enhanced else str(code)
    if not 500 <= code <= 599:
        return GatewayError(Trouble.DOWN, status)
    # 5.7: a policy, such as that of a server that sends nothing for us (RFC 3463 §3.8).
    ours = not address or (enhanced is not None and enhanced[0].startswith(b"5.7."))
    return GatewayError(Trouble.ACCOUNT if ours else Trouble.REFUSED, status)
