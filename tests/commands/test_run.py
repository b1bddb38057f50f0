"""`kiosk run`: what it says where it cannot open."""

from __future__ import annotations

import os

import pytest

from kiosk import start


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
