"""`kiosk run`: what it says where it cannot open."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import NoReturn

import keyring
import pytest
from keyring.errors import KeyringLocked

from kiosk import start
from kiosk.platform.machine import secrets
from tests.patience import PATIENCE


@pytest.mark.parametrize("address", ["parking.example.tw", "https://x:port", "https://256.1.1.1", "https://[::1"])
def test_an_address_that_is_none_is_said_before_anything_is_drawn(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], address: str
) -> None:
    monkeypatch.setattr(os, "isatty", lambda _: True)
    for effect in ("install_hooks", "restore_terminal"):
        monkeypatch.setattr(start, effect, lambda: None)
    monkeypatch.setattr(start, "_run", lambda *_, **__: pytest.fail("it opened all the same"))
    monkeypatch.setenv("KIOSK_DEVICE_TOKEN", "t" * 40)
    assert start.start(backend=address) == start.CANNOT
    said = capsys.readouterr().err
    assert said.startswith("the backend's address is like http://127.0.0.1:8080 or https://parking.example.tw: ")
    assert said.count("\n") == 1


def locked() -> NoReturn:
    raise KeyringLocked("canary")


@pytest.mark.parametrize(
    ("asked", "said"),
    [(lambda: threading.Event().wait(PATIENCE), "does not answer within"), (locked, "cannot be used (KeyringLocked)")],
    ids=["silent", "locked"],
)
def test_a_keyring_that_gives_no_token_is_said_before_anything_is_drawn(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], asked: Callable[[], object], said: str
) -> None:
    monkeypatch.setattr(os, "isatty", lambda _: True)
    for effect in ("install_hooks", "restore_terminal"):
        monkeypatch.setattr(start, effect, lambda: None)
    monkeypatch.setattr(start, "_run", lambda *_, **__: pytest.fail("it opened all the same"))
    monkeypatch.setattr(keyring, "get_keyring", asked)
    monkeypatch.setattr(secrets, "PATIENCE", 0.05)
    for name in ("KIOSK_DEVICE_TOKEN", "CREDENTIALS_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)
    assert start.start(backend="https://parking.example.tw") == start.CANNOT
    reported = capsys.readouterr().err
    assert said in reported
    assert "canary" not in reported
    assert reported.count("\n") == 1
