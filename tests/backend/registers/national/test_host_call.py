from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.backend.registers.national import host_call
from kiosk.backend.registers.national.host_call import HostCall, certificates
from kiosk.backend.registers.national.questions import NotAnsweredError
from kiosk.clock import Deadline, SystemClock
from kiosk.contract.cities import CityReason
from tests.client.certificates import Authority
from tests.patience import PATIENCE

REPLY = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


@contextmanager
def secured(authority: Authority, host: str) -> Iterator[int]:
    """Answer one caller by TLS as a host; give the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.certificate(host)(context)
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(PATIENCE)

    def answer() -> None:
        connection, _ = listening.accept()
        connection.settimeout(PATIENCE)
        with connection, suppress(OSError), context.wrap_socket(connection, server_side=True) as caller:
            caller.recv(65536)
            caller.sendall(REPLY)

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        thread.join()
        listening.close()


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    made = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    return made


def get(port: int) -> bytes:
    url = urlsplit(f"https://127.0.0.1:{port}/CarID/AJH-6023/CarType/C")
    return HostCall(own_network=True).get(url, {}, Deadline.after(SystemClock(), PATIENCE)).content


def test_a_city_whose_certificate_is_in_order_is_heard(authority: Authority) -> None:
    with secured(authority, "127.0.0.1") as port:
        assert get(port) == b"{}"


class GovernmentsAuthority(Authority):
    """An authority such as the government's: its own certificate has no subject key identifier."""

    def _signed(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, until: datetime, extension: x509.ExtensionType
    ) -> x509.Certificate:
        signed = super()._signed(subject, key, until, extension)
        builder = x509.CertificateBuilder(
            signed.issuer, signed.subject, signed.public_key(), signed.serial_number,
            signed.not_valid_before_utc.replace(tzinfo=None), signed.not_valid_after_utc.replace(tzinfo=None),
        ).add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))  # fmt: skip
        return builder.sign(self._key, hashes.SHA256())


def test_quirk_the_governments_chain_without_a_key_identifier_is_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = GovernmentsAuthority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    with secured(authority, "127.0.0.1") as port:
        assert get(port) == b"{}"

    def strict() -> ssl.SSLContext:
        context = certificates()
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        return context

    # As Python's own default is from 3.13 on.
    monkeypatch.setattr(host_call, "certificates", strict)
    with secured(authority, "127.0.0.1") as port, pytest.raises(NotAnsweredError) as raised:
        get(port)
    assert raised.value.reason is CityReason.CERTIFICATE


def test_a_certificate_of_another_host_is_refused(authority: Authority) -> None:
    with secured(authority, "parking.example.tw") as port, pytest.raises(NotAnsweredError) as raised:
        get(port)
    assert raised.value.reason is CityReason.CERTIFICATE


def test_a_certificate_of_no_one_who_is_trusted_is_refused(authority: Authority, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    stranger = Authority(tmp_path / "other")
    with secured(stranger, "127.0.0.1") as port, pytest.raises(NotAnsweredError) as raised:
        get(port)
    assert raised.value.reason is CityReason.CERTIFICATE
    assert "AJH" not in str(raised.value)


def test_only_the_strictness_that_the_governments_chain_fails_is_left_out() -> None:
    context = certificates()
    assert not context.verify_flags & ssl.VERIFY_X509_STRICT
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("203.69.1.1", True),
        ("10.0.0.1", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("::ffff:10.0.0.1", False),
        ("2400:cb00::1", True),
    ],
)
def test_only_addresses_of_the_public_network_are_called(address: str, public: bool) -> None:
    assert host_call._is_public(address) is public
