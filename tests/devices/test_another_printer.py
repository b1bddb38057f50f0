"""A kind of printer is a file and a line in the map of addresses: settings, command and doctor know it from there."""

from __future__ import annotations

import json
from collections.abc import MutableMapping
from importlib import import_module
from pathlib import Path
from typing import cast

import pytest

from kiosk.devices import address
from kiosk.devices.address import KINDS, Kind
from kiosk.settings import KioskSettings, SettingsError
from tests.commands.conftest import Run, kiosk, tree_made_once  # noqa: F401  fixtures

TEXT = Kind("FOLDER", address.folder, "tests.devices.text_printer", "`text:FOLDER`")


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cast("MutableMapping[str, Kind]", KINDS), "text", TEXT)


@pytest.mark.parametrize("kind", [*KINDS.values(), TEXT], ids=lambda kind: kind.form)
def test_what_the_map_names_is_there(kind: Kind) -> None:
    assert callable(import_module(kind.module).opened)


@pytest.mark.usefixtures("added")
def test_it_prints_what_the_command_gives_it_and_the_doctor_asks_how_it_is(
    kiosk: Run,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("KIOSK_PRINTER", f"text:{tmp_path}")
    assert kiosk("printer", "test").code == 0
    assert f"text:{tmp_path}" in (tmp_path / "paper.txt").read_text(encoding="utf-8")
    found = {check["id"]: check["mark"] for check in json.loads(kiosk("doctor", "--json").out)["checks"]}
    assert found["printer"] == "ok"
    monkeypatch.setenv("KIOSK_PRINTER", f"text:{tmp_path / 'nowhere'}")
    found = {check["id"]: check["mark"] for check in json.loads(kiosk("doctor", "--json").out)["checks"]}
    assert found["printer"] == "failure"


@pytest.mark.usefixtures("added")
def test_a_wrong_address_is_refused_with_every_form_that_there_is() -> None:
    assert KioskSettings(printer="text:/srv/paper").printer == "text:/srv/paper"
    for wrong in ("text:", "epson"):
        with pytest.raises(SettingsError, match=r"cups:NAME, file:FOLDER or text:FOLDER"):
            KioskSettings(printer=wrong)
