"""Each kind of printer, from a document to the bytes that reach it."""

from __future__ import annotations

import logging
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from PIL import Image

from kiosk.devices import NoPrinter, PrinterError, Status, address
from kiosk.devices.cups import CupsPrinter
from kiosk.devices.escpos import EscposPrinter
from kiosk.devices.folder import FolderPrinter
from kiosk.devices.memory import MemoryPrinter
from kiosk.devices.opening import printer_at
from kiosk.domain.document import Code, CodeKind, Document, Entry, Section, plain
from tests.clock import ManualClock
from tests.devices.receipt_printer import WELL, ReceiptPrinter, at_a_serial_port, in_a_network, paper, scanned
from tests.patience import PATIENCE
from tests.ports import HeldPort

LINK = "HTTPS://EXAMPLE.TW/R/CANARY"
BARS = ("999999A00", "Q715860100000255", "112900000000055")
DOCUMENT = Document(
    "Receipt",
    (Entry("Number", "R1"), Entry("A name that is rather long", "and a value that is longer than its line would hold")),
    (Entry("Q7158601D030025", "$55"),),
    Entry("Total", "$55", strong=True),
    (*(Code(CodeKind.CODE_39, bars) for bars in BARS), Code(CodeKind.QR, LINK)),
    ("Please keep it.",),
)

Standing = Callable[[ReceiptPrinter], AbstractContextManager[str]]
WHEREVER = pytest.mark.parametrize("standing", [in_a_network, at_a_serial_port])


def receipt_printer(at: str, width: int = 576) -> EscposPrinter:
    _, place = address.parse(at)
    assert isinstance(place, address.Network | address.Serial)
    return EscposPrinter(place, paper(width))


@WHEREVER
def test_a_receipt_printer_is_sent_letters_as_dots_a_code_as_text_and_one_cut(standing: Standing) -> None:
    machine = ReceiptPrinter()
    with standing(machine) as at:
        receipt_printer(at).print(DOCUMENT)
    assert machine.unknown == []
    assert (machine.codes, machine.cuts) == ([LINK], 1)
    assert scanned(machine.paper()) == [("Code39", bars) for bars in BARS]
    assert all(piece.height <= 256 for piece in machine.pieces)


@pytest.mark.parametrize("width", [384, 512, 576])
def test_the_bar_codes_scan_from_paper_of_each_width_and_fit_it(width: int) -> None:
    machine = ReceiptPrinter()
    with in_a_network(machine) as at:
        receipt_printer(at, width).print(DOCUMENT)
    assert {piece.width for piece in machine.pieces} == {width}
    assert sorted(scanned(machine.paper())) == sorted(("Code39", bars) for bars in BARS)


def test_each_part_of_a_document_has_its_title_its_entries_and_its_codes_on_the_paper() -> None:
    parts = tuple(
        Section(f"Bill {number}", (Entry("Amount", "$55"),), ("Show this.",), (Code(CodeKind.CODE_39, bars),))
        for number, bars in enumerate(BARS[:2])
    )
    document = Document("Owed", total=Entry("Total", "$110"), sections=parts, warning="A sample")
    machine = ReceiptPrinter()
    with in_a_network(machine) as at:
        receipt_printer(at).print(document)
    assert scanned(machine.paper()) == [("Code39", bars) for bars in BARS[:2]]
    assert plain(document).split("\n\n") == [
        "A sample",
        "Owed",
        f"Bill 0\nAmount: $55\nShow this.\n{BARS[0]}",
        f"Bill 1\nAmount: $55\nShow this.\n{BARS[1]}",
        "Total: $110\n",
    ]


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        (WELL, Status.OK),
        ({**WELL, 4: 0x1E}, Status.LOW),
        ({**WELL, 4: 0x72}, Status.OUT),
        ({**WELL, 2: 0x32}, Status.OUT),
        ({**WELL, 2: 0x16}, Status.COVER_OPEN),
        ({**WELL, 2: 0x52, 3: 0x1A}, Status.JAM),
    ],
)
def test_a_printer_that_says_how_it_is_is_believed_before_anything_is_sent(
    answers: dict[int, int], status: Status
) -> None:
    machine = ReceiptPrinter(answers)
    with in_a_network(machine) as at:
        printer = receipt_printer(at)
        assert printer.status() is status
        if status.prints:
            printer.print(DOCUMENT)
            return
        with pytest.raises(PrinterError) as failed:
            printer.print(DOCUMENT)
    assert failed.value.status is status
    assert (machine.pieces, machine.cuts) == ([], 0)


@WHEREVER
def test_a_printer_that_says_nothing_of_itself_prints_all_the_same(
    standing: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.devices.escpos._ANSWER", 0.05)  # silence is what is waited for
    machine = ReceiptPrinter({})
    with standing(machine) as at:
        assert receipt_printer(at).status() is Status.UNKNOWN
        receipt_printer(at).print(DOCUMENT)
    assert (machine.codes, machine.cuts) == ([LINK], 1)


def test_a_roll_that_ends_while_it_prints_is_no_receipt() -> None:
    class Ending(ReceiptPrinter):
        def _raster(self, data: bytes) -> int:
            self.answers = {**WELL, 4: 0x72}
            return super()._raster(data)

    with in_a_network(Ending()) as at, pytest.raises(PrinterError) as failed:
        receipt_printer(at).print(DOCUMENT)
    assert failed.value.status is Status.OUT


def test_a_printer_that_is_not_there_is_off_and_nothing_is_left_open() -> None:
    with HeldPort() as port:
        places = [f"network:127.0.0.1:{port.number}", "serial:/dev/no-such-port"]
        for at in places:
            assert receipt_printer(at).status() is Status.OFF
            with pytest.raises(PrinterError) as failed:
                receipt_printer(at).print(DOCUMENT)
            assert failed.value.status is Status.OFF


LOADING = """
import logging, tempfile
tempfile.tempdir = {folder!r}
from kiosk.devices import escpos
escpos._library()
print(logging.root.handlers)
"""


def test_the_library_leaves_no_folder_behind_and_no_log_on_the_terminal(tmp_path: Path) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    run = subprocess.run(
        [sys.executable, "-c", LOADING.format(folder=str(folder))],
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    assert (run.stdout, run.stderr) == ("[]\n", "")
    assert list(folder.iterdir()) == []


def test_nothing_of_a_document_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with in_a_network(ReceiptPrinter()) as at:
        receipt_printer(at).print(DOCUMENT)
    assert not any(word in caplog.text for word in ("CANARY", "R1", "Q7158601D030025", *BARS))


def test_a_folder_gets_a_picture_of_each_paper_and_its_text_only_for_its_user(tmp_path: Path) -> None:
    printer = FolderPrinter(tmp_path / "paper", paper())
    assert printer.status() is Status.OK
    printer.print(DOCUMENT)
    printer.print(DOCUMENT)
    files = sorted((tmp_path / "paper").iterdir())
    assert [file.name for file in files] == ["0001.png", "0001.txt", "0002.png", "0002.txt"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    with Image.open(files[2]) as picture:
        assert scanned(picture) == [*(("Code39", bars) for bars in BARS), ("QRCode", LINK)]
    assert files[3].read_text(encoding="utf-8") == plain(DOCUMENT)


def test_a_folder_that_cannot_be_is_a_printer_that_is_off(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    printer = FolderPrinter(tmp_path / "file", paper())
    assert printer.status() is Status.OFF
    with pytest.raises(PrinterError, match="file"):
        printer.print(DOCUMENT)


CUPS = """#!/bin/sh
printf '%s' "$0 $*" | sed 's|.*/||' >> {folder}/said; echo >> {folder}/said
case "$0" in
*/lp) cat > {folder}/pdf; echo 'request id is office-7 (1 file(s))';;
*/lpstat) case "$1" in -a) echo 'office accepting requests since today';; -o) cat {folder}/queue;; esac;;
esac
"""


def cups(folder: Path, monkeypatch: pytest.MonkeyPatch, *, queue: str = "") -> ManualClock:
    """Put programs of CUPS' names first on the path, with these jobs in the queue."""
    (folder / "queue").write_text(queue)
    for name in ("lp", "lpstat", "cancel"):
        (folder / name).write_text(CUPS.format(folder=folder))
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return ManualClock()


def test_an_ordinary_printer_gets_a_pdf_under_a_title_that_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer = CupsPrinter("office", paper(), clock=cups(tmp_path, monkeypatch))
    assert printer.status() is Status.UNKNOWN
    printer.print(DOCUMENT)
    assert (tmp_path / "pdf").read_bytes().startswith(b"%PDF")
    said = (tmp_path / "said").read_text().splitlines()
    assert said == ["lpstat -a office", "lp -d office -t kiosk -", "lpstat -o office"]


def test_a_job_that_does_not_print_is_taken_out_of_the_queue_with_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = cups(tmp_path, monkeypatch, queue="office-7 somebody 1024 today\n")
    monkeypatch.setattr("kiosk.devices.cups.time.sleep", lambda _: clock.advance(10))
    with pytest.raises(PrinterError):
        CupsPrinter("office", paper(), clock=clock).print(DOCUMENT)
    assert (tmp_path / "said").read_text().splitlines()[-1] == "cancel -x office-7"


def test_without_cups_an_ordinary_printer_is_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    printer = CupsPrinter("office", paper())
    assert printer.status() is Status.OFF
    with pytest.raises(PrinterError, match="cups-client"):
        printer.print(DOCUMENT)


def test_where_there_is_no_printer_none_is_asked() -> None:
    printer = printer_at("", width=576)
    assert isinstance(printer, NoPrinter)
    assert printer.status() is Status.NONE
    with pytest.raises(PrinterError):
        printer.print(DOCUMENT)


def test_each_address_makes_its_kind_of_printer(tmp_path: Path) -> None:
    made = {
        "network:127.0.0.1": EscposPrinter,
        "usb:04b8:0202": EscposPrinter,
        "serial:/dev/ttyUSB0": EscposPrinter,
        f"file:{tmp_path}": FolderPrinter,
        "cups:office": CupsPrinter,
    }
    assert {at: type(printer_at(at, width=576)) for at in made} == made


def test_the_printer_of_tests_is_as_it_is_set_to_be() -> None:
    printer = MemoryPrinter()
    printer.print(DOCUMENT)
    printer.state = Status.OUT
    with pytest.raises(PrinterError):
        printer.print(DOCUMENT)
    assert printer.printed == [DOCUMENT]
