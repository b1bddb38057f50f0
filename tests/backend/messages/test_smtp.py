"""E-mails are handed to a real SMTP server: encrypted, signed in, in time, and with nothing of it in an error."""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.backend.messages.mail import smtp
from kiosk.backend.messages.mail.port import OutgoingMail
from kiosk.backend.messages.mail.smtp import Smtp, SmtpAccount
from kiosk.backend.messages.port import GatewayError, Trouble
from kiosk.clock import Deadline, SystemClock
from kiosk.domain.dates import TAIPEI
from tests.backend.mail_server import PASSWORD, USER, MailOffice, mail_office
from tests.client.certificates import Authority
from tests.clock import ManualClock
from tests.patience import PATIENCE
from tests.ports import closed_port
from tests.silent_party import SilentParty

TO = "wang.m@example.com.tw"
MAIL = OutgoingMail(
    "ab" * 16, TO, "臺北市停車管理工程處", "【臺北市停車】密碼已變更", "車主您好：\n\n.\n密碼已變更。\n"
)


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    made = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    return made


def at(port: int | str, scheme: str = "smtp", *, host: str = "127.0.0.1", plain: bool = False, **account: str) -> Smtp:
    known = {"user": USER, "password": PASSWORD, **account}
    return Smtp(
        SmtpAccount(f"{scheme}://{host}:{port}", "no-reply@parking.example.tw", plain=plain, **known),
        clock=SystemClock(),
    )


def trouble(server: Smtp, mail: OutgoingMail = MAIL) -> tuple[Trouble, str]:
    with pytest.raises(GatewayError) as raised:
        server.send(mail)
    shown = f"{raised.value} {raised.value.__cause__!r}"
    assert all(secret not in shown for secret in (TO, PASSWORD, "密碼"))
    return raised.value.trouble, raised.value.code


@pytest.fixture
def office() -> Iterator[MailOffice]:
    with mail_office() as made:
        yield made


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_an_e_mail_arrives_as_it_was_written_only_by_tls(scheme: str, authority: Authority) -> None:
    with mail_office(certificate=authority.certificate("127.0.0.1"), from_the_first_byte=scheme == "smtps") as office:
        at(office.port, scheme).send(MAIL)
    assert office.encrypted == [True]
    assert office.recipients == [TO]
    assert office.last()["To"] == TO
    assert office.last()["From"].addresses[0].display_name == MAIL.sender
    assert office.last()["From"].addresses[0].addr_spec == "no-reply@parking.example.tw"
    assert office.last()["Subject"] == MAIL.subject
    assert office.last().get_content() == MAIL.body
    assert office.last()["Auto-Submitted"] == "auto-generated"


def test_a_second_copy_can_be_recognised_by_its_id_and_the_date_is_the_clocks(office: MailOffice) -> None:
    clock = ManualClock(datetime(2026, 11, 16, 10, 30, tzinfo=TAIPEI))
    account = SmtpAccount(f"smtp://127.0.0.1:{office.port}", "a@b.tw", USER, PASSWORD, plain=True)
    for _ in range(2):
        Smtp(account, clock=clock).send(MAIL)
    first, second = office.taken
    assert first["Message-ID"] == second["Message-ID"] == f"<{MAIL.id}@b.tw>"
    assert parsedate_to_datetime(first["Date"]) == clock.now()


def test_a_server_that_offers_no_tls_gets_neither_the_password_nor_the_e_mail(office: MailOffice) -> None:
    assert trouble(at(office.port)) == (Trouble.ACCOUNT, "no STARTTLS")
    assert office.taken == []
    at(office.port, plain=True).send(MAIL)
    assert office.encrypted == [False]


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_server_with_another_certificate_gets_nothing(scheme: str, authority: Authority) -> None:
    with mail_office(
        certificate=authority.certificate("other.example.tw"), from_the_first_byte=scheme == "smtps"
    ) as office:
        assert trouble(at(office.port, scheme)) == (Trouble.ACCOUNT, "certificate not trusted")
    assert office.taken == []


def test_what_was_said_before_tls_does_not_count_after_it(authority: Authority) -> None:
    """Somebody on the way may put an answer of theirs behind the one to STARTTLS (CVE-2011-0411)."""
    slipped_in = b"220 go on\r\n250-mail\r\n250 AUTH PLAIN\r\n"
    heard: list[bytes] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.certificate("127.0.0.1")(context)

    def answer(caller: socket.socket) -> None:
        for words in (b"220 mail\r\n", b"250-mail\r\n250 STARTTLS\r\n", slipped_in):
            caller.sendall(words)
            if words is not slipped_in:
                caller.recv(4096)
        with context.wrap_socket(caller, server_side=True) as secured:
            heard.append(secured.recv(4096))
            secured.sendall(b"250 mail\r\n")
            heard.append(secured.recv(4096))

    with answering(answer) as port:
        assert trouble(at(port)) == (Trouble.ACCOUNT, "no login offered")
    assert b"AUTH" not in b"".join(heard)


def test_a_wrong_password_is_for_an_operator_and_nothing_is_sent(office: MailOffice) -> None:
    assert trouble(at(office.port, plain=True, password="falsch")) == (Trouble.ACCOUNT, "login refused")
    with pytest.raises(GatewayError, match="login refused"):
        at(office.port, plain=True, password="falsch").check()
    at(office.port, plain=True).check()
    assert office.taken == []


def test_a_server_that_asks_for_no_login_is_given_none() -> None:
    with mail_office(login=False) as office:
        at(office.port, plain=True, user="", password="").send(MAIL)
        assert len(office.taken) == 1


@pytest.mark.parametrize(
    ("command", "answer", "meaning"),
    [
        ("RCPT", f"550 5.1.1 <{TO}>: no such mailbox", (Trouble.REFUSED, "550 5.1.1")),
        ("RCPT", "550 unknown", (Trouble.REFUSED, "550")),
        ("RCPT", "554 5.7.1 Relay access denied", (Trouble.ACCOUNT, "554 5.7.1")),
        ("RCPT", "450 4.7.1 greylisted", (Trouble.DOWN, "450 4.7.1")),
        ("MAIL", "553 5.1.8 sender not yours", (Trouble.ACCOUNT, "553 5.1.8")),
        ("MAIL", "421 4.3.2 shutting down", (Trouble.DOWN, "421 4.3.2")),
        ("DATA", f"554 5.6.0 {TO} said 密碼", (Trouble.REFUSED, "554 5.6.0")),
        ("DATA", "452 4.2.2 mailbox full", (Trouble.DOWN, "452 4.2.2")),
    ],
)
def test_each_refusal_says_whose_fault_it_is_and_keeps_the_servers_words_out(
    office: MailOffice, command: str, answer: str, meaning: tuple[Trouble, str]
) -> None:
    office.answers[command] = answer.encode("ascii", "replace").decode()
    assert trouble(at(office.port, plain=True)) == meaning
    assert office.taken == []


def test_no_one_there_a_wrong_name_and_silence_are_distinguished(monkeypatch: pytest.MonkeyPatch) -> None:
    with closed_port() as url:
        assert trouble(at(url.rpartition(":")[2])) == (Trouble.DOWN, "refused")

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with SilentParty() as silent:
        port = int(silent.url.rpartition(":")[2])
        account = SmtpAccount(f"smtp://127.0.0.1:{port}", "a@b.tw")
        assert trouble(Smtp(account, clock=SystemClock(), read_timeout=0.05))[0] is Trouble.UNSURE
    monkeypatch.setattr(socket, "create_connection", unknown)
    assert trouble(at(25, host="mail.invalid")) == (Trouble.DOWN, "no such host")


def test_a_server_that_says_one_letter_at_a_time_is_cut_off_by_the_deadline() -> None:
    clock = ManualClock(datetime(2026, 11, 16, 10, 30, tzinfo=TAIPEI))
    with answering(scripted([b"2"] * 1000, before_each=lambda: clock.advance(1.0))) as port:
        account = SmtpAccount(f"smtp://127.0.0.1:{port}", "a@b.tw")
        server = Smtp(account, clock=clock, deadline=5.0)
        assert trouble(server)[0] is Trouble.UNSURE


@pytest.mark.parametrize(
    "said", [b"", b"\r\n", b"hello\r\n", b"220" + b"x" * 20_000, b"\xff\xfe\r\n", b"554 go away\r\n"]
)
def test_what_is_no_mail_server_is_an_error_and_no_crash(said: bytes) -> None:
    with answering(scripted([said])) as port:
        assert trouble(at(port))[0] in set(Trouble)


@given(st.lists(st.binary(max_size=40), max_size=6))
def test_whatever_comes_in_pieces_the_lines_are_the_same(pieces: list[bytes]) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        for piece in pieces:
            theirs.sendall(piece)
        theirs.shutdown(socket.SHUT_WR)
        lines = smtp._Lines(ours, Deadline.after(SystemClock(), PATIENCE), PATIENCE)
        read = []
        while line := lines.readline(8193):
            read.append(line)
    assert read == re.findall(rb"[^\n]*\n|[^\n]+", b"".join(pieces))


def scripted(said: list[bytes], *, before_each: Callable[[], object] | None = None) -> Callable[[socket.socket], None]:
    """Return what says one thing after the other, without listening, and hangs up."""

    def answer(caller: socket.socket) -> None:
        for words in said:
            if before_each is not None:
                before_each()
            caller.sendall(words)

    return answer


@contextmanager
def answering(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """Let one caller be answered like this; give the port."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(PATIENCE)

    def serve() -> None:
        caller, _ = listening.accept()
        caller.settimeout(PATIENCE)
        with caller, contextlib.suppress(OSError):
            answer(caller)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        thread.join()
        listening.close()
