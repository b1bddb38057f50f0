"""Secrets that the machine keeps: the device's token, and those of gateways. The only module that imports keyring.

The token is looked for in this order: `KIOSK_DEVICE_TOKEN` in the environment; the file `kiosk-device-token` that
systemd passes on (`LoadCredentialEncrypted=kiosk-device-token`); the system's keyring, one entry for each backend.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kiosk.domain.web_address import of_backend

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

VARIABLE = "KIOSK_DEVICE_TOKEN"
CREDENTIAL = "kiosk-device-token"
SERVICE = "parking-kiosk"
_INSTEAD = f"set {VARIABLE} or give the credential {CREDENTIAL} in the systemd unit"

T = TypeVar("T")

_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]{1,512}=*\Z")
_LONGEST = 4096
_PORTS = {"http": 80, "https": 443}


class SecretError(Exception):
    """The token could not be had or kept. The text says where and what to do, and never holds the token."""


class TokenMissingError(SecretError):
    """Every place was asked, and none has a token."""


class SecretStoreError(SecretError):
    """A place could not be asked, or must not be used, or holds something that is no token."""


PATIENCE = 10.0
"""Seconds that a keyring has for an answer. A locked one may have been unlocked by the next try."""


def device_token(backend_url: str) -> str:
    """Return this device's token for a backend; raise `TokenMissingError` or `SecretStoreError`.

    A place that has one and cannot give it is an error: the next place is not tried in its stead. It may take
    `PATIENCE` seconds: ask before an event loop runs.
    """
    account_name = account(backend_url)  # no place has a token for an address that is none
    found = os.environ.get(VARIABLE)
    if found is not None and found.strip():
        return _checked(found, VARIABLE)
    found = _credential(CREDENTIAL)
    if found is not None:
        return _checked(found, f"the credential {CREDENTIAL}")
    found = _from_keyring(account_name)
    if found is not None:
        return _checked(found, "the keyring")
    raise TokenMissingError(
        f"no device token: set {VARIABLE}, give the credential {CREDENTIAL} in the systemd unit, "
        "or store it in the keyring"
    )


def gateway_credential(name: str) -> str:
    """Return the name of the systemd credential that holds the secret of a gateway."""
    return f"kiosk-gateway-{name}"


def gateway_secret(name: str, instead: str) -> str | None:
    """Return the secret that this machine keeps for a gateway, None if it keeps none; raise `SecretStoreError`.

    It is looked for in the systemd credential of `gateway_credential`, then in the keyring, service `parking-kiosk`,
    user `gateway NAME`. `instead` is what an error says can be done without the keyring.
    """
    found = _credential(gateway_credential(name))
    if found is None:
        found = _from_keyring(f"gateway {name}", instead)
    return found.strip() if found is not None and found.strip() else None


def store_token(backend_url: str, token: str) -> None:
    """Keep the token for a backend in the system's keyring; raise `SecretStoreError`."""
    token = _checked(token, "the input")
    account_name = account(backend_url)

    def keep() -> bool:
        backend = _keyring()
        if backend is not None:
            backend.set_password(SERVICE, account_name, token)
        return backend is not None

    if not _in_time(keep):
        raise SecretStoreError(
            f"this machine has no keyring: set {VARIABLE} or give the credential {CREDENTIAL} in the systemd unit"
        )


def forget_token(backend_url: str) -> bool:
    """Take the token for a backend out of the keyring; return whether there was one; raise `SecretStoreError`."""
    account_name = account(backend_url)

    def forget() -> bool:
        backend = _keyring()
        if backend is None or backend.get_password(SERVICE, account_name) is None:
            return False
        backend.delete_password(SERVICE, account_name)
        return True

    return _in_time(forget)


def keyring_name() -> str | None:
    """Return the class of the keyring that tokens would be kept in, None if there is none; raise `SecretStoreError`."""

    def name() -> str | None:
        backend = _keyring()
        return None if backend is None else f"{type(backend).__module__}.{type(backend).__qualname__}"

    return _in_time(name)


def account(backend_url: str) -> str:
    """Return the name under which a backend's token is kept: its origin, written one way; raise `SecretStoreError`."""
    try:
        parts = of_backend(backend_url)
    except ValueError as error:
        raise SecretStoreError(str(error)) from None
    name = parts.hostname or ""
    host = f"[{name}]" if ":" in name else name
    return f"{parts.scheme}://{host}:{parts.port or _PORTS[parts.scheme]}"


def _checked(token: str, place: str) -> str:
    token = token.strip()
    if not _TOKEN.match(token):
        raise SecretStoreError(f"what {place} holds is no device token")
    return token


def _credential(name: str) -> str | None:
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    if not folder:
        return None
    try:
        with (Path(folder) / name).open("rb") as file:
            content = file.read(_LONGEST)
    except FileNotFoundError:
        return None
    except OSError as error:
        refused = error.strerror or type(error).__name__
    else:
        return content.decode("ascii", "replace")
    raise SecretStoreError(f"the credential {name} cannot be read: {refused}")


def _from_keyring(account_name: str, instead: str = _INSTEAD) -> str | None:
    def ask() -> str | None:
        backend = _keyring()
        return None if backend is None else backend.get_password(SERVICE, account_name)

    return _in_time(ask, instead)


def _in_time(ask: Callable[[], T], instead: str = _INSTEAD) -> T:
    """Return what a keyring answers; raise `SecretStoreError` where it does not, or not in time.

    A keyring is a package of anybody's, behind a bus that may be silent: any error of it is one of this place, and it
    is asked in a thread that is left behind where it hangs.
    """
    answer: Future[T] = Future()

    def asked() -> None:
        try:
            answer.set_result(ask())
        except Exception as error:  # noqa: BLE001  raised below, as one of this place
            answer.set_exception(error)

    threading.Thread(target=asked, name="keyring", daemon=True).start()
    try:
        return answer.result(PATIENCE)
    except SecretStoreError:
        raise
    except TimeoutError:
        reason = f"does not answer within {PATIENCE:.0f} seconds: is it locked, does its session bus live"
    except Exception as error:  # noqa: BLE001  the place and the kind are logged, never the text
        reason = f"cannot be used ({type(error).__name__}): is it installed, is it unlocked"
    raise SecretStoreError(f"the keyring {reason}? Without one, {instead}")


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
