"""`kiosk printer test` and what `kiosk doctor` says of a printer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.devices.receipt_printer import WELL, BuiltInFont, ReceiptPrinter, in_a_network


@pytest.fixture(autouse=True)
def font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.devices.paper.paper.font_file", lambda _: BuiltInFont(""))


def doctor_says(kiosk: Run) -> dict[str, str]:
    return {check["id"]: check["mark"] for check in json.loads(kiosk("doctor", "--json").out)["checks"]}


@pytest.mark.long
def test_a_page_is_printed_and_how_the_printer_is_is_said(kiosk: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = ReceiptPrinter({**WELL, 4: 0x1E})
    with in_a_network(machine) as at:
        monkeypatch.setenv("KIOSK_PRINTER", at)
        ran = kiosk("printer", "test")
        reported = json.loads(kiosk("printer", "test", "--json").out)
    assert (ran.code, ran.out) == (0, "Printed; its paper will soon be used up\n")
    assert reported == {"schema": "kiosk.printer/1", "printer": at, "status": "low"}
    assert (machine.cuts, machine.unknown) == (2, [])


def test_a_page_that_does_not_come_out_is_reported_and_ends_with_one(
    kiosk: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with in_a_network(ReceiptPrinter({**WELL, 4: 0x72})) as at:
        monkeypatch.setenv("KIOSK_PRINTER", at)
        ran = kiosk("printer", "test")
        assert doctor_says(kiosk)["printer"] == "failure"
    assert (ran.code, ran.out, ran.err) == (1, "", "Not printed: the printer says: out\n")


def test_a_terminal_without_a_printer_is_reported_as_such_and_the_doctor_does_not_miss_one(kiosk: Run) -> None:
    ran = kiosk("printer", "test")
    assert (ran.code, ran.out) == (1, "")
    assert "printer in [kiosk]" in ran.err
    assert not any(check.startswith("printer") for check in doctor_says(kiosk))


def test_the_doctor_says_how_the_printer_is_and_that_a_font_is_missing(
    kiosk: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KIOSK_PRINTER", f"file:{tmp_path / 'paper'}")
    monkeypatch.setenv("KIOSK_PRINTER_FONT", str(tmp_path / "no-such-font.ttf"))
    marks = doctor_says(kiosk)
    assert (marks["printer"], marks["printer-font"]) == ("ok", "failure")


def test_without_a_font_nothing_is_printed_and_the_command_says_what_to_install(
    kiosk: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("KIOSK_PRINTER", f"file:{tmp_path / 'paper'}")
    monkeypatch.setattr("kiosk.devices.paper.fonts._installed", lambda: None)
    ran = kiosk("printer", "test")
    assert ran.code == 1
    assert "fonts-noto-cjk" in ran.err


@pytest.mark.parametrize("wrong", ["epson", "usb:printer", "network:192.0.2.7:0"])
def test_an_address_that_is_none_is_refused_by_its_key(kiosk: Run, monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("KIOSK_PRINTER", wrong)
    ran = kiosk("printer", "test")
    assert ran.code == 2
    assert "\nKIOSK_PRINTER: " in ran.err
