"""The device's token: found where the machine keeps secrets. The only module that imports keyring.

It is looked for in this order: `KIOSK_DEVICE_TOKEN` in the environment; the file `kiosk-device-token` that systemd
hands over (`LoadCredentialEncrypted=kiosk-device-token`); the system's keyring, one entry for each backend.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

VARIABLE = "KIOSK_DEVICE_TOKEN"
CREDENTIAL = "kiosk-device-token"
SERVICE = "parking-kiosk"

_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]{1,512}=*\Z")
_LONGEST = 4096
_PORTS = {"http": 80, "https": 443}


class SecretError(Exception):
    """The token could not be had or kept. The text says where and what to do, and never holds the token."""


class TokenMissingError(SecretError):
    """Every place was asked, and none has a token."""


class SecretStoreError(SecretError):
    """A place could not be asked, or must not be used, or holds something that is no token."""


def device_token(backend_url: str) -> str:
    """Return this device's token for a backend; raise `TokenMissingError` or `SecretStoreError`.

    A place that has one and cannot give it is an error: the next place is not tried in its stead.
    """
    found = os.environ.get(VARIABLE)
    if found is not None and found.strip():
        return _checked(found, VARIABLE)
    found = _credential()
    if found is not None:
        return _checked(found, f"the credential {CREDENTIAL}")
    found = _from_keyring(backend_url)
    if found is not None:
        return _checked(found, "the keyring")
    raise TokenMissingError(
        f"no device token: set {VARIABLE}, give the credential {CREDENTIAL} in the systemd unit, "
        "or store it in the keyring"
    )


def store_token(backend_url: str, token: str) -> None:
    """Keep the token for a backend in the system's keyring; raise `SecretStoreError`."""
    token = _checked(token, "the input")
    backend = _keyring()
    if backend is None:
        raise SecretStoreError(
            f"this machine has no keyring: set {VARIABLE} or give the credential {CREDENTIAL} in the systemd unit"
        )
    from keyring.errors import KeyringError

    try:
        backend.set_password(SERVICE, account(backend_url), token)
    except KeyringError as error:
        refused = type(error).__name__
    else:
        return
    raise SecretStoreError(f"the keyring does not take the token ({refused}): is it unlocked?")


def forget_token(backend_url: str) -> bool:
    """Take the token for a backend out of the keyring; return whether there was one; raise `SecretStoreError`."""
    if _from_keyring(backend_url) is None:
        return False
    backend = _keyring()
    if backend is None:
        return False
    from keyring.errors import KeyringError

    try:
        backend.delete_password(SERVICE, account(backend_url))
    except KeyringError as error:
        refused = type(error).__name__
    else:
        return True
    raise SecretStoreError(f"the keyring does not give the token up ({refused}): is it unlocked?")


def keyring_name() -> str | None:
    """Return the class of the keyring that tokens would be kept in, None if there is none; raise `SecretStoreError`."""
    backend = _keyring()
    return None if backend is None else f"{type(backend).__module__}.{type(backend).__qualname__}"


def account(backend_url: str) -> str:
    """Return the name under which a backend's token is kept: its origin, written one way; raise `SecretStoreError`."""
    try:
        parts = urlsplit(backend_url.strip())
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise SecretStoreError("the backend's address is like http://127.0.0.1:8000 or https://parking.example.tw")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}:{port or _PORTS[parts.scheme]}"


def _checked(token: str, place: str) -> str:
    token = token.strip()
    if not _TOKEN.match(token):
        raise SecretStoreError(f"what {place} holds is no device token")
    return token


def _credential() -> str | None:
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    if not folder:
        return None
    try:
        with (Path(folder) / CREDENTIAL).open("rb") as file:
            content = file.read(_LONGEST)
    except FileNotFoundError:
        return None
    except OSError as error:
        refused = error.strerror or type(error).__name__
    else:
        return content.decode("ascii", "replace")
    raise SecretStoreError(f"the credential {CREDENTIAL} cannot be read: {refused}")


def _from_keyring(backend_url: str) -> str | None:
    backend = _keyring()
    if backend is None:
        return None
    from keyring.errors import KeyringError

    try:
        return backend.get_password(SERVICE, account(backend_url))
    except KeyringError as error:
        refused = type(error).__name__
    raise SecretStoreError(f"the keyring cannot be asked ({refused}): is it unlocked?")


def _keyring() -> KeyringBackend | None:
    """Return the system's keyring, or None where there is none; raise `SecretStoreError` for one that hides nothing."""
    # Imported when asked for: keyring and its back-ends take as long as a third of the whole start.
    import keyring
    from keyring.backends import chainer, fail, null

    backend = keyring.get_keyring()
    members = list(backend.backends) if isinstance(backend, chainer.ChainerBackend) else [backend]
    for member in members:
        if type(member).__module__.partition(".")[0] == "keyrings":
            raise SecretStoreError(
                "the keyring of this machine is keyrings.alt, which keeps secrets readable in a file: "
                f"uninstall it, and use {VARIABLE}, a systemd credential or the desktop's keyring"
            )
    if not members or isinstance(backend, fail.Keyring | null.Keyring):
        return None
    return backend
