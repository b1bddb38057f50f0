"""Where the device's token comes from, and which places are not asked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail
from keyring.errors import KeyringError, KeyringLocked, PasswordDeleteError

from kiosk.platform.machine import secrets
from kiosk.platform.machine.secrets import (
    SecretStoreError,
    TokenMissingError,
    account,
    device_token,
    forget_token,
    store_token,
)

URL = "https://parking.example.tw"
CANARY = "canary-3f8e21"


class MemoryKeyring(KeyringBackend):
    priority = 1.0

    def __init__(self, fault: KeyringError | None = None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.fault = fault

    def get_password(self, service: str, username: str) -> str | None:
        if self.fault:
            raise self.fault
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.fault:
            raise self.fault
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise PasswordDeleteError
        del self.kept[service, username]


class PlaintextKeyring(MemoryKeyring):
    priority = 0.5


PlaintextKeyring.__module__ = "keyrings.alt.file"


def use(monkeypatch: pytest.MonkeyPatch, backend: KeyringBackend) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)


@pytest.fixture(autouse=True)
def an_empty_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(secrets.VARIABLE, raising=False)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    use(monkeypatch, fail.Keyring())  # type: ignore[no-untyped-call]


def test_a_machine_without_a_token_says_where_one_may_be_put() -> None:
    with pytest.raises(TokenMissingError, match=r"KIOSK_DEVICE_TOKEN.*kiosk-device-token.*keyring"):
        device_token(URL)


def test_the_environment_comes_before_the_credential_and_that_before_the_keyring(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    backend = MemoryKeyring()
    use(monkeypatch, backend)
    store_token(URL, "from-the-keyring")
    assert device_token(URL) == "from-the-keyring"
    (tmp_path / secrets.CREDENTIAL).write_text("from-systemd\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert device_token(URL) == "from-systemd"
    monkeypatch.setenv(secrets.VARIABLE, " from-the-environment ")
    assert device_token(URL) == "from-the-environment"


def test_an_unreadable_credential_is_an_error_and_not_a_missing_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / secrets.CREDENTIAL).mkdir()
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    with pytest.raises(SecretStoreError, match="cannot be read"):
        device_token(URL)


def test_a_locked_keyring_is_an_error_and_not_an_empty_one(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, MemoryKeyring(KeyringLocked(CANARY)))
    for ask in (device_token, forget_token):
        with pytest.raises(SecretStoreError, match="KeyringLocked") as caught:
            ask(URL)
        assert CANARY not in str(caught.value)
        assert caught.value.__context__ is None


@pytest.mark.parametrize("content", ["two words", "a\x1b[2Jb", "", "名", "x" * 600, "a\r\nX-More: 1"])
def test_what_is_no_token_is_refused_without_being_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str
) -> None:
    (tmp_path / secrets.CREDENTIAL).write_bytes(content.encode())
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    with pytest.raises(SecretStoreError, match="is no device token") as caught:
        device_token(URL)
    assert not content or content not in str(caught.value)


def test_a_keyring_that_keeps_secrets_readable_is_refused_even_behind_another(monkeypatch: pytest.MonkeyPatch) -> None:
    both = chainer.ChainerBackend()  # type: ignore[no-untyped-call]
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [MemoryKeyring(), PlaintextKeyring()])
    for backend in (PlaintextKeyring(), both):
        use(monkeypatch, backend)
        with pytest.raises(SecretStoreError, match=r"keyrings\.alt"):
            device_token(URL)
        with pytest.raises(SecretStoreError, match=r"keyrings\.alt"):
            store_token(URL, CANARY)


def test_each_backend_has_its_own_token_however_its_address_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, MemoryKeyring())
    store_token(URL, "one")
    store_token("http://127.0.0.1:8000", "two")
    assert device_token("HTTPS://Parking.Example.tw:443/") == "one"
    assert device_token("http://127.0.0.1:8000/") == "two"
    assert forget_token(URL)
    assert not forget_token(URL)
    with pytest.raises(TokenMissingError):
        device_token(URL)


def test_storing_where_there_is_no_keyring_says_what_else_to_do() -> None:
    with pytest.raises(SecretStoreError, match=r"no keyring.*KIOSK_DEVICE_TOKEN"):
        store_token(URL, CANARY)


@pytest.mark.parametrize("address", ["", "parking", "ftp://x", "http://x:port", "http://[::1"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(SecretStoreError, match="address is like"):
        account(address)


@pytest.mark.parametrize("address", ["parking.example.tw", "https://x:port", "https://256.1.1.1", "https://[::1"])
def test_no_token_is_handed_out_for_an_address_that_is_none_wherever_it_stands(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv(secrets.VARIABLE, CANARY)
    with pytest.raises(SecretStoreError, match="address is like"):
        device_token(address)


def test_keyring_is_not_loaded_before_it_is_asked() -> None:
    program = "import sys, kiosk.platform.machine.secrets; sys.exit('keyring' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
