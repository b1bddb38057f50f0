"""Addresses of servers, as they stand in settings and on command lines."""

from __future__ import annotations

import pytest

from kiosk.domain.web_address import of_backend, parts_of


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("https://parking.example.tw", "parking.example.tw", None),
        ("HTTP://Parking.example.tw.:80/kiosk/@1/", "parking.example.tw.", 80),
        ("http://127.0.0.1:8080", "127.0.0.1", 8080),
        ("http://[2001:db8::7]:65535/", "2001:db8::7", 65535),
        ("http://[fe80::7%eth0.1]:8080", "fe80::7%eth0.1", 8080),
        ("http://127.0.0.1:1", "127.0.0.1", 1),
        ("http://backend_1", "backend_1", None),
        ("https://xn--eyqx53m.tw", "xn--eyqx53m.tw", None),
        (f"https://{'a' * 63}.tw", f"{'a' * 63}.tw", None),
    ],
)
def test_an_address_has_a_host_and_perhaps_a_port_and_a_path(url: str, host: str, port: int | None) -> None:
    parts = parts_of(url)
    assert (parts.hostname, parts.port) == (host, port)
    assert of_backend(f" {url}\n") == parts


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "begins with https:// or http://"),
        ("canary.example.tw:8080", "begins with"),
        ("ftp://canary.tw", "begins with"),
        ("https:canary.tw", "has a host"),
        ("https://", "has a host"),
        ("https://:443", "has a host"),
        ("https://[::canary", "has a host"),
        ("https://[canary]", "has a host"),
        ("https://[::1]canary", "has a host"),
        ("https://[::1%]", "has a host"),
        ("https://256.1.1.1", "has a host"),
        ("https://10.0.1", "has a host"),
        ("https://canary..tw", "has a host"),
        ("https://canary;x.tw", "has a host"),
        ("https://xn--a.tw", "has a host"),
        ("https://XN--ZZZZZZ99.tw", "has a host"),
        ("https://www.xn--.tw", "has a host"),
        (f"https://{'a' * 64}.tw", "has a host"),
        (f"https://{'a.' * 127}tw", "has a host"),
        ("https://x.tw:canary", "a port is a number"),
        ("https://x.tw:", "a port is a number"),
        ("https://x.tw:0", "a port is a number"),
        ("https://x.tw:65536", "a port is a number"),
        (f"https://x.tw:{'9' * 5000}", "a port is a number"),
        ("https://u:canary@x.tw", "no account"),
        ("https://:canary@x.tw", "no account"),
        ("https://x.tw?", "no account"),
        ("https://x.tw/#canary", "no account"),
        ("https://canary x.tw", "no blanks"),
        ("https://x.tw/a\tb", "no blanks"),
        ("https://停車.tw", "only ASCII"),
    ],
)
def test_what_no_connection_can_be_made_to_is_refused_with_the_reason_and_not_repeated(url: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as refused:
        parts_of(url)
    assert "canary" not in str(refused.value)
    with pytest.raises(ValueError, match=f"the backend's address is like http.*{said}"):
        of_backend(url)


def test_a_server_of_mail_has_schemes_of_its_own() -> None:
    assert parts_of("smtps://mail.example.tw", ("smtps", "smtp")).scheme == "smtps"
    with pytest.raises(ValueError, match="begins with smtps:// or smtp://"):
        parts_of("https://mail.example.tw", ("smtps", "smtp"))
