"""`kiosk desk`: what it says where it cannot open."""

from __future__ import annotations

import os

import pytest

from tests.commands.conftest import Run


def test_a_desk_needs_a_terminal(kiosk: Run) -> None:
    ran = kiosk("desk")
    assert (ran.code, ran.out, ran.err) == (2, "", "kiosk desk draws on a terminal, and there is none.\n")


def test_an_address_that_is_none_is_reported_before_anything_is_drawn(
    kiosk: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "isatty", lambda _: True)
    ran = kiosk("desk", "--backend", "desk.example.tw")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "the backend's address is like http://127.0.0.1:8080 or https://parking.example.tw: "
        "an address begins with https:// or http://.\n"
    )
